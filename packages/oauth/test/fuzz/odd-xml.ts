import { type Draw, pick } from '../near-valid.js';
import { canary, oddText } from './odd.js';

/** XML by chance: mostly a document with tokens in it, often broken in one place. */
export function oddXml(draw: Draw, names: readonly string[]): string {
  const kind = draw(10);
  if (kind === 0) return oddText(draw);
  const wanted = kind > 5 ? `<access_token>${canary}</access_token>` : '';
  const inner = `${wanted}${Array.from({ length: draw(5) }, () => oddElement(draw, names, 3)).join('')}`;
  // Paths of the definition begin at the document's element.
  const document = `${pick(draw, prologues)}<data>${inner}</data>`;
  if (kind > 2) return document;
  const at = draw(document.length + 1);
  return `${document.slice(0, at)}${pick(draw, ['', '<', '&', ']]>', '<!--', '</data>', oddText(draw)])}${document.slice(at + draw(3))}`;
}

const prologues = [
  '',
  '<?xml version="1.0" encoding="UTF-8"?>',
  '\ufeff<?xml version="1.0"?>\n',
  '<!-- c -->',
  '<!DOCTYPE data [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
];

function oddElement(draw: Draw, names: readonly string[], depth: number): string {
  const name = pick(draw, ['__proto__', 'constructor', 'data', ...names.filter((one) => !/^\d/.test(one))]);
  const attributes = pick(draw, ['', '', ' type="datetime"', " nil='true'", ' a="<"', ' xmlns:x="urn:x"']);
  if (draw(8) === 0) return `<${name}${attributes}/>`;
  const inner =
    depth > 0 && draw(3) === 0
      ? oddElement(draw, names, depth - 1)
      : pick(draw, ['3600', 'ok', 'a &amp; b', '&#65;&#x1F511;', '<![CDATA[<&]]>', '&b;', '&#0;', '&#xD800;', ' ', '']);
  return `<${name}${attributes}>${inner}</${name}>`;
}
