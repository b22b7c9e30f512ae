/** Set by the transport or by HTTP itself; a caller who sets one could change where the request's body ends. */
const reserved = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The name of the first header that must not be sent: a name that is no token (RFC 9110, 5.6.2), a reserved name, or a
 * value with a control character or beyond Latin-1. Undefined when all are good.
 */
export function badHeader(headers: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(headers).find(([name, value]) => {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return true;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    return reserved.has(name.toLowerCase()) || /[\u0000-\u001f\u007f]|[^\u0000-\u00ff]/.test(value);
  })?.[0];
}
