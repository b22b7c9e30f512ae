/** Parameters that only the engine sets in an authorization request. */
const reserved: ReadonlySet<string> = new Set([
  'client_id',
  'client_secret',
  'code_challenge',
  'code_challenge_method',
  'redirect_uri',
  'request',
  'request_uri',
  'response_type',
  'scope',
  'state',
]);

/**
 * A parameter's name as careless servers read it: any case, and every other character an underscore (PHP takes
 * `client.id` and `client id` for `client_id`), and what some decode twice decoded once more.
 */
export function foldedName(name: string): string {
  return name
    .replace(/%([0-7][0-9a-f])/gi, (_, octet: string) => String.fromCharCode(Number.parseInt(octet, 16)))
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}

/** Whether an extra parameter of an authorization request may not have this name, in any case or encoding. */
export function isReservedParameter(name: string): boolean {
  return reserved.has(foldedName(name));
}

/** What is wrong with the names of one request's own query and extra parameters, or `undefined`. */
export function parameterNamesProblem(
  url: string,
  extra: readonly string[],
  isReserved: (name: string) => boolean,
): string | undefined {
  // All of it: a query may hold further question marks.
  const query = url.includes('?') ? (url.slice(url.indexOf('?') + 1).split('#')[0] as string) : '';
  const seen = new Set<string>();
  const own = [...new URLSearchParams(query)].filter(([name, value]) => !isPlainRequest(name, value));
  for (const name of [...own.map(([ownName]) => ownName), ...extra]) {
    if (isReserved(name)) return `must not set ${name.slice(0, 100)}: Latchkey sets it itself`;
    if (seen.has(foldedName(name))) return `sets ${name.slice(0, 100)} twice`;
    seen.add(foldedName(name));
  }
  return undefined;
}

/** A fixed `request=authorize` of an endpoint's own query is a route of its server, not a request object (RFC 9101). */
function isPlainRequest(name: string, value: string): boolean {
  return name === 'request' && /^[a-z]{1,40}$/.test(value);
}
