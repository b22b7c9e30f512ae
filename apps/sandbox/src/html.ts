/** A piece of HTML that is safe to put into a page as it is. Only {@link html} makes one. */
export interface Html {
  readonly markup: string;
}

/** What a template may hold: text is escaped, HTML is kept, lists are joined, nothing is left out. */
export type HtmlValue = string | number | Html | readonly HtmlValue[] | undefined;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

function render(value: HtmlValue): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  return value.map(render).join('');
}

/** Template tag: every interpolated text is escaped, so that no request can write markup (also inside quoted attributes). */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return { markup: strings.map((part, index) => part + render(values[index])).join('') };
}
