/** A piece of HTML that is safe to put in a page: made only by {@link html}, so everything in it was escaped. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a `${…}` of {@link html}: text is escaped, markup is kept, lists are joined, `undefined` is nothing. */
export type Slot = string | number | undefined | Markup | readonly Slot[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text made safe for element content and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => ESCAPES[character] ?? '');
}

function write(slot: Slot): string {
  if (slot === undefined) return '';
  if (typeof slot === 'string') return escapeHtml(slot);
  if (typeof slot === 'number') return String(slot);
  return 'markup' in slot ? slot.markup : slot.map(write).join('');
}

/** Template tag: HTML whose slots are escaped. Attributes must be quoted. */
export function html(strings: TemplateStringsArray, ...slots: readonly Slot[]): Markup {
  return { markup: strings.reduce((text, part, index) => text + write(slots[index - 1]) + part) };
}

/**
 * JSON as the content of `<script type="application/json">`: no `<` is left that could end the script or open a comment.
 */
export function jsonMarkup(value: unknown): Markup {
  return { markup: JSON.stringify(value).replace(/</g, '\\u003c') };
}

/** `url` when it may stand in a link: absolute http or https, or a path on this origin. */
export function linkable(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  if (/^\/(?![/\\])/.test(url)) return url;
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : undefined;
}
