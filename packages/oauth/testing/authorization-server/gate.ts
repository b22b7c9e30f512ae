import type { LedgerEntry } from './ledger.js';

/** Holds requests at a chosen point until it is released, for exact interleavings. */
export interface Gate {
  /** The first request that was held. */
  readonly arrived: Promise<LedgerEntry>;
  /** The first `count` requests held, once there are as many. */
  arrivals(count: number): Promise<readonly LedgerEntry[]>;
  /** Lets everything through, for good. */
  release(): void;
  /** The server's side: resolves when the gate is released, at once if it has been. */
  hold(entry: LedgerEntry): Promise<void>;
}

/** Makes a closed gate. */
export function createGate(): Gate {
  const held: LedgerEntry[] = [];
  const watchers: { readonly count: number; readonly tell: (entries: readonly LedgerEntry[]) => void }[] = [];
  let open: () => void = () => {};
  const released = new Promise<void>((resolve) => {
    open = resolve;
  });

  function arrivals(count: number): Promise<readonly LedgerEntry[]> {
    if (held.length >= count) return Promise.resolve(held.slice(0, count));
    return new Promise((tell) => {
      watchers.push({ count, tell });
    });
  }

  return {
    arrived: arrivals(1).then(([first]) => first as LedgerEntry),
    arrivals,
    release: () => open(),
    hold(entry) {
      held.push(entry);
      for (const { count, tell } of watchers) if (held.length >= count) tell(held.slice(0, count));
      return released;
    },
  };
}
