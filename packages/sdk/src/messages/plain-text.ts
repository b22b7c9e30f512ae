// Control characters, and those that reorder, hide or join what surrounds them (Unicode bidi controls, zero width, BOM).
const DECEIVING = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu;

/**
 * Text from outside (a provider, a customer) made fit to be shown as plain text: no control or direction-changing
 * characters, white space collapsed, at most `limit` characters with an ellipsis where it was cut. It is not HTML-escaped.
 */
export function plainText(value: string, limit = 300): string {
  const clean = value
    .slice(0, limit * 8)
    .replace(DECEIVING, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = Array.from(clean);
  return characters.length <= limit ? clean : `${characters.slice(0, limit - 1).join('')}…`;
}
