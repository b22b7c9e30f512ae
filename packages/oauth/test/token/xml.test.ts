import { DOMParser, type Element, type Node } from '@xmldom/xmldom';
import fc from 'fast-check';
import t from 'tap';
import { parseXml } from '../../src/token/xml-answer.js';
import { isXmlText, xmlBody } from '../../src/token/xml-body.js';

/** The document's element as another parser reads it, or `undefined` where it is none. */
function rootOf(source: string): Element | undefined {
  try {
    const onError = (level: string) => {
      if (level !== 'warning') throw new Error(level);
    };
    return new DOMParser({ onError }).parseFromString(source, 'application/xml').documentElement ?? undefined;
  } catch {
    return undefined;
  }
}

function elementsOf(node: Node): readonly Element[] {
  return [...node.childNodes].filter((child) => child.nodeType === child.ELEMENT_NODE) as Element[];
}

/** What parseXml promises, made of another parser's document. */
function membersOf(element: Element): unknown {
  const children = elementsOf(element);
  if (children.length === 0) return (element.textContent ?? '').trim();
  const members = new Map<string, unknown[]>();
  for (const child of children) members.set(child.tagName, [...(members.get(child.tagName) ?? []), membersOf(child)]);
  return Object.fromEntries([...members].map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

t.test('parameters stand in elements as another parser reads them, or are refused', async (t) => {
  let refused = 0;
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constant('a<b>&amp;]]>\r\n"\''),
  );
  const parameters = fc.array(fc.tuple(fc.constantFrom('grant-type', 'code', '_x', 'A.1'), value), { maxLength: 4 });
  fc.assert(
    fc.property(parameters, (given) => {
      const body = xmlBody(given, 'credentials');
      if (body.kind === 'refused') {
        refused += 1;
        return (
          given.some(([, text]) => !isXmlText(text)) &&
          given.every(([, text]) => text.length < 3 || !body.message.includes(text))
        );
      }
      const root = rootOf(body.text) as Element;
      const read = elementsOf(root).map((element) => [element.tagName, element.textContent]);
      return root.tagName === 'credentials' && JSON.stringify(read) === JSON.stringify(given);
    }),
    { numRuns: 10_000 },
  );
  t.ok(refused > 20, `${refused} were refused`);
});

t.test('one parameter may be the document; several need an element, and names are names', async (t) => {
  t.strictSame(xmlBody([['token', 'a&b']], undefined), {
    kind: 'xml',
    text: '<?xml version="1.0" encoding="UTF-8"?><token>a&amp;b</token>',
  });
  for (const given of [
    [],
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ] as const)
    t.match(xmlBody(given, undefined), { message: /give xmlElement/ });
  t.match(xmlBody([['a><b', '1']], 'x'), { kind: 'refused' });
});

t.test('what another parser writes and reads is read alike', async (t) => {
  const name = fc.constantFrom('credentials', 'access-token', 'expires-at', '__proto__', 'a', 'ns:b');
  const text = fc.oneof(
    fc.constantFrom('3600', ' a ', '&amp;&lt;', '&#65;&#x1f511;', '<![CDATA[<&]]>', 'x<!-- y -->z', 'a<?b c?>d', ''),
    fc.string({ unit: 'grapheme' }).map((said) => said.replace(/[&<>\u0085\u2028\u2029]/g, '')),
  );
  const { element } = fc.letrec<{ element: string }>((tie) => ({
    element: fc
      .tuple(
        name,
        fc.constantFrom('', ' type="datetime"', ' nil = \'true\' b="&gt;"'),
        fc.oneof(
          { maxDepth: 4 },
          text,
          fc.array(tie('element'), { minLength: 1, maxLength: 3 }).map((all) => all.join('\n')),
        ),
      )
      .map(([tag, attributes, inner]) =>
        inner === '' ? `<${tag}${attributes}/>` : `<${tag}${attributes}>${inner}</${tag} >`,
      ),
  }));
  let read = 0;
  fc.assert(
    fc.property(fc.constantFrom('', '\ufeff', '<?xml version="1.0"?>\n', '<!-- c -->'), element, (prologue, source) => {
      const ours = parseXml(prologue + source);
      const root = isXmlText(source) ? rootOf(source.replaceAll('ns:b', 'nsb')) : undefined;
      if (!root) return ours === undefined;
      read += 1;
      const theirs = JSON.stringify({ [root.tagName]: membersOf(root) });
      return JSON.stringify(ours).replaceAll('ns:b', 'nsb') === theirs;
    }),
    { numRuns: 10_000 },
  );
  t.ok(read > 8000, `${read} were read`);
});

t.test('what is no plain document is not read', async (t) => {
  const bad = [
    ...['', 'a', '<a>', '</a>', '<a></b>', '<a/><b/>', '<a/>b', 'b<a/>', '<a b></a>', '<a b=c/>', '<a b="<"/>', '<1/>'],
    ...[
      '<!-- c -->',
      '<?x y?>',
      '<a>&b;</a>',
      '<a>&</a>',
      '<a>&#0;</a>',
      '<a>&#xd800;</a>',
      '<a>&#x110000;</a>',
      '<a>]]></a>',
    ],
    ...['<![CDATA[a]]><a/>', '<a><!-- -- --></a>', '<a>\u0000</a>', '<a><![CDATA[b</a>', '<a', '<a b="', '<a><'],
    '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    `${'<a>'.repeat(33)}${'</a>'.repeat(33)}`,
    `<a>${'<b/>'.repeat(1000)}</a>`,
    `<a>${'<b '.repeat(100_000)}`,
    `<a${' '.repeat(500_000)}`,
    `<a>${'&'.repeat(500_000)}</a>`,
    `<!--${'-'.repeat(500_000)}`,
  ];
  for (const source of bad) t.equal(parseXml(source), undefined, source.slice(0, 40));
  t.strictSame(parseXml(`${'<a>'.repeat(32)}${'</a>'.repeat(32)}`) !== undefined, true);
  t.equal(Object.getPrototypeOf(parseXml('<a><__proto__>1</__proto__></a>')?.a), Object.prototype);
});
