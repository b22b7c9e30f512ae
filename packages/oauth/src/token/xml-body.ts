/** A name of an element that needs no namespace and no escape (XML 1.0 section 2.3, its ASCII part). */
export const xmlNamePattern = '^[A-Za-z_][A-Za-z0-9_.-]*$';

export function isXmlName(name: string): boolean {
  return new RegExp(xmlNamePattern).test(name);
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // A parser would turn these into a line feed (section 2.11; the others where it reads XML 1.1, or more than that).
  '\r': '&#13;',
  '\u0085': '&#133;',
  '\u2028': '&#8232;',
  '\u2029': '&#8233;',
};

/**
 * Parameters as an XML document: one element for each, inside `element`; without `element` the only parameter is the
 * document itself. Refuses, without an echo, characters that no XML document can hold (section 2.2).
 */
export function xmlBody(
  parameters: readonly (readonly [string, string])[],
  element: string | undefined,
): { readonly kind: 'xml'; readonly text: string } | { readonly kind: 'refused'; readonly message: string } {
  const [first, ...others] = parameters;
  if (element === undefined && (first === undefined || others.length > 0))
    return {
      kind: 'refused',
      message: `${parameters.length} parameters make no XML document without an element around them: give xmlElement`,
    };
  const unfit = parameters.find(([name, value]) => !isXmlName(name) || !isXmlText(value));
  if (unfit) return { kind: 'refused', message: `the parameter ${unfit[0]} cannot be written in XML` };
  const inner = parameters.map(([name, value]) => `<${name}>${escaped(value)}</${name}>`).join('');
  const root = element === undefined ? inner : `<${element}>${inner}</${element}>`;
  return { kind: 'xml', text: `<?xml version="1.0" encoding="UTF-8"?>${root}` };
}

/** Whether every character may stand in an XML document (section 2.2): no controls, no lone surrogates, no U+FFFE. */
export function isXmlText(text: string): boolean {
  return /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u.test(text);
}

function escaped(value: string): string {
  return value.replace(/[&<>\r\u0085\u2028\u2029]/g, (character) => references[character] as string);
}
