import fc from 'fast-check';
import t from 'tap';
import {
  fillKnown,
  fillTemplate,
  readTextTemplate,
  readUrlTemplate,
  type Slot,
  type Template,
} from '../../src/provider/template.js';
import { anyText } from '../any-text.js';

function urlTemplate(text: string): Template {
  const read = readUrlTemplate(text, text.includes('#') ? 'route' : 'refused');
  if (read.kind === 'invalid') throw new Error(read.message);
  return read.template;
}
function textTemplate(text: string): Template {
  const read = readTextTemplate(text);
  if (read.kind === 'invalid') throw new Error(read.message);
  return read.template;
}
const filled = (template: Template, values: Readonly<Record<string, string>>) =>
  fillTemplate(template, (name) => (Object.hasOwn(values, name) ? values[name] : undefined));

/** Texts that try to be more than a value: delimiters, encodings of them, placeholders. */
const hostile = fc.oneof(
  anyText(30),
  fc.string({ unit: fc.constantFrom(...'./\\?#&=@:%;{}[]+ \r\n\ta1-'), maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...'aZ9-'), maxLength: 6 }),
  fc.constantFrom('evil.example', 'a.b', '..', '{other}', '{{x}}', '%2f', '%23', 'x@evil.example', '//evil.example'),
);

/** Where each placeholder stands, a URL around it, and the part of the parsed URL that its value may change. */
const places: readonly (readonly [Slot, string, (url: URL) => string])[] = [
  ['label', 'https://{v}.example.com:8443/a/b?c=d&e=f', (url) => url.hostname.replace(/\.example\.com$/, '')],
  ['label', 'https://x.{v}.example.com:8443/a/b?c=d&e=f', (url) => url.hostname.replace(/^x\.|\.example\.com$/g, '')],
  ['host', 'https://{v}/a/b?c=d&e=f', (url) => url.host],
  ['origin', '{v}/a/b?c=d&e=f', (url) => url.origin],
  ['segment', 'https://x.example/a/{v}/b?c=d&e=f', (url) => url.pathname.split('/')[2] ?? ''],
  ['segment', 'https://x.example/a/p-{v}.q/b?c=d&e=f', (url) => url.pathname.split('/')[2] ?? ''],
  ['query', 'https://x.example/a/b?c={v}&e=f', (url) => url.searchParams.get('c') ?? ''],
  ['query', 'https://x.example/a/b?c=d&e=[{v}]', (url) => url.searchParams.get('e') ?? ''],
];

t.test('each place is recognized', async (t) => {
  for (const [slot, text] of places)
    t.strictSame(
      urlTemplate(text).filter((part) => typeof part !== 'string'),
      [{ name: 'v', slot }],
      text,
    );
  t.strictSame(textTemplate('Bearer {token.a.b}').at(-1), { name: 'token.a.b', slot: 'text' });
  t.strictSame(
    urlTemplate('https://x.example/#!/route/{v}').at(-1),
    { name: 'v', slot: 'segment' },
    'in the route of a page',
  );
});

t.test('a value never leaves its place: everything else of the URL stays as it was', async (t) => {
  for (const [slot, text, part] of places) {
    const template = urlTemplate(text);
    const filledName = /[?&](\w)=[^&]*\{v\}/.exec(text)?.[1];
    const shape = (url: URL) => {
      // Hosts and origins differ as wholes: then path and query are what must stay.
      const names = [...url.searchParams].map(([name]) => name).join();
      const own = slot === 'segment' ? url.pathname.split('/').length : url.pathname;
      const others = [...url.searchParams].filter(([name]) => name !== filledName).join();
      const host = slot === 'host' || slot === 'origin' ? '' : slot === 'label' ? url.port : url.host;
      const suffix = slot === 'label' ? url.hostname.split('.').slice(-2).join('.') : '';
      return [host, suffix, own, names, slot === 'query' ? others : url.search, url.hash, url.username, url.password];
    };
    const safe = filled(template, { v: slot === 'origin' ? 'https://safe' : 'safe' });
    if (safe.kind !== 'text') throw new Error(text);
    const expected = JSON.stringify(shape(new URL(safe.text)));
    let accepted = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          hostile,
          hostile.map((value) => `https://${value}`),
          fc.domain(),
        ),
        (value) => {
          const result = filled(template, { v: value });
          // What no URL parser takes is refused before it is called (filledUrlProblem).
          if (result.kind !== 'text' || !URL.canParse(result.text)) return;
          accepted += 1;
          const url = new URL(result.text);
          if (JSON.stringify(shape(url)) !== expected) throw new Error(`${result.text}: ${shape(url)} but ${expected}`);
          if (slot === 'label' && part(url).includes('.')) throw new Error(`more than a label: ${url.hostname}`);
          if (slot === 'segment' && !decodeURIComponent(part(url)).includes(value.trim()))
            throw new Error('another value');
          if (slot === 'query' && !part(url).includes(value.trim())) throw new Error('another value');
        },
      ),
      { numRuns: 1000 },
    );
    t.ok(accepted > 20, `${text}: ${accepted} of the values were taken`);
  }
});

t.test('hosts and origins are names and ports, nothing else', async (t) => {
  const refused = [
    '',
    ' ',
    'a/b',
    'a?b',
    'a#b',
    'u@a',
    'u:p@a',
    'a b',
    'a\\b',
    'a:b',
    'a:123456',
    '[::1]',
    'ä.example',
  ];
  for (const value of refused) {
    t.equal(filled(urlTemplate('https://{v}/'), { v: value }).kind, 'refused', value);
    t.equal(filled(urlTemplate('{v}/x'), { v: `https://${value}` }).kind, 'refused', `https://${value}`);
  }
  for (const value of ['ftp://a.example', 'a.example', '//a.example', 'javascript:x', 'https://a.example/path'])
    t.equal(filled(urlTemplate('{v}/x'), { v: value }).kind, 'refused', value);
  t.strictSame(filled(urlTemplate('{v}/x'), { v: ' https://Acme.Example:8443/ ' }), {
    kind: 'text',
    text: 'https://acme.example:8443/x',
  });
  t.strictSame(filled(urlTemplate('https://{v}/x'), { v: 'Acme.Example:8443' }), {
    kind: 'text',
    text: 'https://acme.example:8443/x',
  });
});

t.test('doubled braces stand for single ones in texts, and only there', async (t) => {
  t.strictSame(textTemplate('{{"a": "{v}"}}'), ['{"a": "', { name: 'v', slot: 'text' }, '"}']);
  t.strictSame(textTemplate('{{{v}}}'), ['{', { name: 'v', slot: 'text' }, '}']);
  t.strictSame(textTemplate('{{v}}'), ['{v}']);
  for (const text of ['{', '}', 'a{', '{a', '{a b}', '{}', '{ä}', '{1}', '{.a}', '{a.}', '{a..b}', '{{{', '}}}'])
    t.match(readTextTemplate(text), { kind: 'invalid', message: /single [{}]/ }, text);
  fc.assert(
    fc.property(anyText(60), (text) => {
      const escaped = text.replace(/[{}]/g, (brace) => brace + brace);
      const result = filled(textTemplate(escaped), {});
      if (result.kind !== 'text' || result.text !== text) throw new Error('it is not what was written');
    }),
    { numRuns: 1000 },
  );
});

const piece = fc.oneof(
  fc.constantFrom('{a}', '{b}', '{c.d}', '{{', '}}', 'x', ' ', '-'),
  anyText(6).map((text) => text.replace(/[{}]/g, '')),
);
const values = fc.record({ a: hostile, b: hostile, 'c.d': hostile });

t.test('filling in parts makes what filling at once makes', async (t) => {
  const some = fc.subarray(['a', 'b', 'c.d']);
  const check = (template: Template, all: Readonly<Record<string, string>>, first: readonly string[]) => {
    const once = filled(template, all);
    const begun = fillKnown(template, (name) => (first.includes(name) ? all[name] : undefined));
    if (begun.kind === 'refused') {
      if (once.kind !== 'refused') throw new Error('refused only in parts');
      return;
    }
    // A grant keeps the half-filled template as JSON.
    const kept = JSON.parse(JSON.stringify(begun.template)) as Template;
    const parts = filled(kept, all);
    if (parts.kind !== once.kind || (parts.kind === 'text' && once.kind === 'text' && parts.text !== once.text))
      throw new Error(`${JSON.stringify(parts)} is not ${JSON.stringify(once)}`);
    const rest = fillTemplate(kept, (name) => (first.includes(name) ? `{${name}} again` : all[name]));
    if (JSON.stringify(rest) !== JSON.stringify(parts)) throw new Error('what was filled is filled again');
  };
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), values, some, (pieces, all, first) =>
      check(textTemplate(pieces.join('')), all, first),
    ),
    { numRuns: 1500 },
  );
  const url = urlTemplate('https://{a}.example.com/{b}/x-{c.d}?q={a}{b}');
  fc.assert(
    fc.property(values, some, (all, first) => check(url, all, first)),
    { numRuns: 1500 },
  );
  t.pass();
});

t.test('values that look like placeholders are never expanded', async (t) => {
  const template = textTemplate('{a}|{b}');
  t.strictSame(filled(template, { a: '{b}', b: '{{secret}}{a}' }), { kind: 'text', text: '{b}|{{secret}}{a}' });
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('{a}', '{b}', '{{', '}}', '{', '}', '$&', "$'"), { maxLength: 6 }),
      (pieces) => {
        const a = pieces.join('');
        const result = filled(template, { a, b: 'B' });
        if (result.kind !== 'text' || result.text !== `${a}|B`) throw new Error(JSON.stringify(result));
        const url = filled(urlTemplate('https://x.example/{a}?q={a}{b}'), { a: `x${a}`, b: 'B' });
        if (url.kind !== 'text' || new URL(url.text).searchParams.get('q') !== `x${a}B`)
          throw new Error('expanded in a URL');
      },
    ),
  );
});

t.test('what is missing is named, and nothing is half filled', async (t) => {
  t.strictSame(filled(textTemplate('{a}{b}'), { a: '1' }), { kind: 'missing', name: 'b' });
  t.strictSame(
    filled(textTemplate('{a}{b}'), { a: '1', b: '' }),
    { kind: 'text', text: '1' },
    'an empty text is a value',
  );
  for (const control of ['\u0000', '\r\n', '\u007f', '\ud800'])
    t.match(filled(textTemplate('{a}'), { a: control }), { kind: 'refused', message: /"a"/ });
});
