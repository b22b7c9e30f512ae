import { isXmlText } from './xml-body.js';

/** What a document may hold; answers of token endpoints are a few lines. */
const most = { depth: 32, elements: 1000 } as const;

interface Open {
  readonly name: string;
  readonly members: Map<string, unknown>;
  text: string;
}

const name = '[A-Za-z_:][A-Za-z0-9_.:-]*';
const attribute = `${name}\\s*=\\s*(?:"[^"<]*"|'[^'<]*')`;
/** What is marked up: a comment, an instruction, character data, or a tag. A document type is none of them: refused. */
const markup = {
  comment: /<!--(?:(?!--)[\s\S])*-->/y,
  instruction: /<\?[A-Za-z_][\s\S]*?\?>/y,
  characterData: /<!\[CDATA\[([\s\S]*?)\]\]>/y,
  start: new RegExp(`<(${name})((?:\\s+${attribute})*)\\s*(/?)>`, 'y'),
  end: new RegExp(`</(${name})\\s*>`, 'y'),
  text: /[^<]+/y,
} as const;

/**
 * The members of an XML answer: an object with the document's element, an element with children as an object of theirs, one
 * without as its text (spaces around it taken off), one that occurs several times as a list. Attributes are not read. A
 * document with a type declaration, with references to anything but characters, or that is not well-formed is `undefined`.
 * Total.
 */
export function parseXml(source: string): Readonly<Record<string, unknown>> | undefined {
  const text = source
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .trim();
  if (!text.startsWith('<') || !isXmlText(text)) return undefined;
  const root: Open = { name: '', members: new Map(), text: '' };
  const open: Open[] = [root];
  let elements = 0;
  for (let at = 0; at < text.length; ) {
    const inner = open.at(-1) as Open;
    const found = next(text, at);
    if (!found) return undefined;
    at += found.match[0].length;
    const [, first = '', , closing] = found.match;
    switch (found.kind) {
      case 'comment':
      case 'instruction':
        break;
      case 'characterData':
        if (inner === root) return undefined;
        inner.text += first;
        break;
      case 'text': {
        const said = charactersOf(found.match[0]);
        if (said === undefined || (inner === root && said.trim() !== '')) return undefined;
        inner.text += said;
        break;
      }
      case 'start': {
        elements += 1;
        const isSecondRoot = inner === root && root.members.size > 0;
        if (isSecondRoot || elements > most.elements || open.length > most.depth) return undefined;
        const element: Open = { name: first, members: new Map(), text: '' };
        if (closing === '/') add(inner, element);
        else open.push(element);
        break;
      }
      case 'end': {
        if (inner === root || inner.name !== first) return undefined;
        open.pop();
        add(open.at(-1) as Open, inner);
        break;
      }
    }
  }
  return open.length === 1 && root.members.size === 1 ? objectOf(root) : undefined;
}

function next(
  text: string,
  at: number,
): { readonly kind: keyof typeof markup; readonly match: RegExpExecArray } | undefined {
  for (const kind of Object.keys(markup) as (keyof typeof markup)[]) {
    const pattern = markup[kind];
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { kind, match };
  }
  return undefined;
}

function add(parent: Open, { name, members, text }: Open): void {
  const value = members.size > 0 ? objectOf({ members }) : text.trim();
  const before = parent.members.get(name);
  if (before === undefined) parent.members.set(name, value);
  else if (Array.isArray(before)) before.push(value);
  else parent.members.set(name, [before, value]);
}

function objectOf({ members }: Pick<Open, 'members'>): Readonly<Record<string, unknown>> {
  // An element may be called __proto__: entries make it a member like others.
  return Object.fromEntries(members);
}

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text with its character references put in (sections 4.1 and 4.6); `undefined` where one is of no character. */
function charactersOf(text: string): string | undefined {
  if (text.includes(']]>')) return undefined;
  let unknown = false;
  const read = text.replace(/&([^;&]{0,12};?)/g, (_, reference: string) => {
    const character = characterOf(reference);
    unknown ||= character === undefined;
    return character ?? '';
  });
  return unknown ? undefined : read;
}

function characterOf(reference: string): string | undefined {
  if (!reference.endsWith(';')) return undefined;
  const said = reference.slice(0, -1);
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(said) ?? [];
  if (hexadecimal === undefined && decimal === undefined)
    return Object.hasOwn(predefined, said) ? predefined[said] : undefined;
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  if (!(code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  const character = String.fromCodePoint(code);
  return isXmlText(character) ? character : undefined;
}
