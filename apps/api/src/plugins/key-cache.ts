/** Values by name that are forgotten at a moment that each has; the oldest goes first. */
export interface KeyCache<Value> {
  get(name: string): Value | undefined;
  /** Keeps a value until this moment of `now`; one that is already there keeps its own. */
  put(name: string, value: Value, until: number): void;
}

/** A bounded cache by the monotonic clock. */
export function createKeyCache<Value>(options: {
  readonly capacity: number;
  readonly now?: () => number;
}): KeyCache<Value> {
  const now = options.now ?? (() => performance.now());
  const entries = new Map<string, { readonly value: Value; readonly until: number }>();
  return {
    get(name) {
      const entry = entries.get(name);
      if (!entry) return undefined;
      if (now() < entry.until) return entry.value;
      entries.delete(name);
      return undefined;
    },
    put(name, value, until) {
      if (entries.has(name)) return;
      entries.set(name, { value, until });
      if (entries.size > options.capacity) entries.delete(entries.keys().next().value as string);
    },
  };
}
