/**
 * Says why a URL of the vendor's (success, failure, return) cannot be saved, or `undefined`. It must be absolute https
 * (http on loopback in development), without userinfo or fragment, and mean the same to every program that reads it.
 */
export function returnUrlProblem(text: string, loopback: 'allowed' | 'refused'): string | undefined {
  if (!URL.canParse(text)) return 'must be an absolute URL, for example https://app.example.com/connected';
  // Parsers drop or turn these: what is shown would not be where the browser goes.
  if (/[\s\\]/.test(text)) return 'must not hold spaces or backslashes';
  const url = new URL(text);
  const onLoopback = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && onLoopback && loopback === 'allowed'))
    return 'must start with https://';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  if (url.hash !== '' || text.includes('#')) return 'must not hold a fragment (#…)';
  // Others end the host at a `;` or `,` that browsers take into it.
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)$/.test(url.hostname))
    return 'must have a host name of letters, digits, hyphens and dots';
  if (!isReadAsWritten(text, url)) return `must be written as browsers read it: ${url.href}`;
  return undefined;
}

/**
 * Whether two URLs of a vendor's are the same: scheme, host, port, path and fixed query, nothing folded. One that could not
 * be saved is the same as none.
 */
export function isSameReturnUrl(registered: string, given: string): boolean {
  if (returnUrlProblem(registered, 'allowed') ?? returnUrlProblem(given, 'allowed')) return false;
  return new URL(registered).href === new URL(given).href;
}

/**
 * Whether the parts that RFC 3986 (appendix B) finds in a text are those that browsers find in it (WHATWG URL): no `..`,
 * no escapes or full-width letters in the host, no odd number of slashes, only printable ASCII. Letters of scheme and host
 * may be large, the scheme's own port and an empty path may stand there or not.
 */
function isReadAsWritten(text: string, { protocol, host, pathname, search }: URL): boolean {
  const parts = /^([a-z]+:)\/\/([^/?#]*)([^?#]*)(\?[^#]*)?$/i.exec(text);
  if (!parts || !/^[!-~]+$/.test(text)) return false;
  const [, scheme = '', authority = '', path = '', query = ''] = parts;
  const defaultPort = protocol === 'https:' ? /:443$/ : /:80$/;
  return (
    scheme.toLowerCase() === protocol &&
    authority.toLowerCase().replace(defaultPort, '') === host &&
    (path || '/') === pathname &&
    (query === '?' ? '' : query) === search
  );
}
