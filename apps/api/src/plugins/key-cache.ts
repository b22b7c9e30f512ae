/** Values by name that are forgotten after `lifeMs`, counted from when they were first put; the oldest goes first. */
export interface KeyCache<Value> {
  get(name: string): Value | undefined;
  /** Keeps a value; one that is already there keeps its age. */
  put(name: string, value: Value): void;
}

/** A bounded cache by the monotonic clock. */
export function createKeyCache<Value>(options: {
  readonly lifeMs: number;
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
    put(name, value) {
      if (entries.has(name)) return;
      entries.set(name, { value, until: now() + options.lifeMs });
      if (entries.size > options.capacity) entries.delete(entries.keys().next().value as string);
    },
  };
}
