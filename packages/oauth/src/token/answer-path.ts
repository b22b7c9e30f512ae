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

/** A value of an answer as a text; empty for lists and objects, whose `String()` throws where they are hostile. */
export function wordOf(value: unknown): string {
  return value !== null && typeof value === 'object' ? '' : String(value);
}

/** A copy without the value at that path. */
export function without(root: Readonly<Record<string, unknown>>, path: string): Readonly<Record<string, unknown>> {
  const [name, ...rest] = path.split('.') as [string, ...string[]];
  if (!Object.hasOwn(root, name)) return root;
  const { [name]: found, ...others } = root;
  if (rest.length === 0) return others;
  if (found === null || typeof found !== 'object' || Array.isArray(found)) return root;
  return { ...root, [name]: without(found as Readonly<Record<string, unknown>>, rest.join('.')) };
}
