/** The value at a dotted path (member names, list positions as numbers), or `undefined`. Total. */
export function valueAt(root: unknown, path: string): unknown {
  let at: unknown = root;
  for (const name of path.split('.')) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, name)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return at;
}

/** The value at the first path that leads to a text that is not empty. */
export function textAt(root: unknown, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const value = valueAt(root, path);
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** An access token is of printable characters (RFC 6749 appendix A.12): a line break would split the header that it goes into. */
export function accessTokenAt(root: unknown, paths: readonly string[]): string | undefined {
  const text = textAt(root, paths);
  return text !== undefined && /\p{Cc}/u.test(text) ? undefined : text;
}

/** A value of an answer as a text; empty for lists and objects, whose `String()` throws where they are hostile. */
export function wordOf(value: unknown): string {
  return value !== null && typeof value === 'object' ? '' : String(value);
}

/** A copy without the value at that path. */
export function without(root: Readonly<Record<string, unknown>>, path: string): Readonly<Record<string, unknown>> {
  return cut(root, path.split('.')) as Readonly<Record<string, unknown>>;
}

function cut(at: unknown, [name = '', ...rest]: readonly string[]): unknown {
  if (at === null || typeof at !== 'object' || !Object.hasOwn(at, name)) return at;
  // A list keeps its length: other paths count its positions.
  if (Array.isArray(at))
    return at.map((item, index) => (String(index) !== name ? item : rest.length === 0 ? null : cut(item, rest)));
  const { [name]: found, ...others } = at as Readonly<Record<string, unknown>>;
  return rest.length === 0 ? others : { ...at, [name]: cut(found, rest) };
}
