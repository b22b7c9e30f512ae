/**
 * Says why a URL of the vendor's (success, failure, return) cannot be saved, or `undefined`. It must be absolute https
 * (http on loopback in development), without userinfo or fragment.
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
  return undefined;
}

/** Whether two URLs of a vendor's are the same: scheme, host, port, path and fixed query, nothing folded. */
export function isSameReturnUrl(registered: string, given: string): boolean {
  if (!URL.canParse(registered) || !URL.canParse(given)) return false;
  return new URL(registered).href === new URL(given).href;
}
