/** One member that two definitions do not agree on. */
export interface Difference {
  /** Dotted path, as `token.clientAuthentication`. */
  readonly field: string;
  /** Absent where it was not there. */
  readonly before?: unknown;
  /** Absent where it is no longer there. */
  readonly after?: unknown;
}

/**
 * What differs between two definitions, member by member, in the order of their paths; lists of plain values are compared
 * as a whole. Pure, and total for any JSON.
 */
export function definitionDifference(before: unknown, after: unknown): readonly Difference[] {
  return [...differences('', before, after)];
}

function* differences(field: string, before: unknown, after: unknown): Generator<Difference> {
  if (Object.is(before, after)) return;
  const one = membersOf(before);
  const other = membersOf(after);
  if (!one || !other || Array.isArray(before) !== Array.isArray(after)) {
    if (JSON.stringify(before) !== JSON.stringify(after)) yield difference(field, before, after);
    return;
  }
  const names = [...new Set([...one.keys(), ...other.keys()])];
  if (!Array.isArray(before)) names.sort();
  for (const name of names)
    yield* differences(field === '' ? name : `${field}.${name}`, one.get(name), other.get(name));
}

function difference(field: string, before: unknown, after: unknown): Difference {
  return { field, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** Members of an object, or of a list of objects by position. */
function membersOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const isOfObjects = value.every((item) => item !== null && typeof item === 'object');
  return isOfObjects && value.length > 0 ? new Map(value.map((item, index) => [String(index), item])) : undefined;
}
