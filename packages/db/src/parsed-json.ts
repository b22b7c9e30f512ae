/** Texts kept; more different ones than this and the oldest leave. */
const capacity = 1000;

/**
 * Parses JSON texts of which many are equal, each once: what grants of one config froze is the same for all of them. The
 * values are frozen, since those who ask share them.
 */
export function createJsonParser(): <Value>(text: string) => Value {
  const known = new Map<string, unknown>();
  return <Value>(text: string) => {
    let value = known.get(text);
    if (value === undefined) {
      value = deepFrozen(JSON.parse(text));
      known.set(text, value);
      if (known.size > capacity) known.delete(known.keys().next().value as string);
    }
    return value as Value;
  };
}

function deepFrozen(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  for (const item of Object.values(value)) deepFrozen(item);
  return Object.freeze(value);
}
