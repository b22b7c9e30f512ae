import type { ClaimedWork } from '@latchkey/oauth';

/** Counts what is under way in this process, so that a tick claims only as much as can start at once. */
export interface Slots {
  free(): number;
  busy(): number;
  /** Claims with what is free; the slots come back as each piece of work ends (`ended`). */
  claim(work: (free: number, ended: () => void) => Promise<ClaimedWork>): Promise<ClaimedWork>;
  /** Resolves when at least half of the slots are free. */
  room(): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

const nothing: ClaimedWork = { claimed: 0, more: 'no', settled: Promise.resolve() };

export function createSlots(total: number): Slots {
  let busy = 0;
  const running = new Set<Promise<void>>();
  const waiting: (() => void)[] = [];
  const hasRoom = () => 2 * busy <= total;
  const release = (count: number) => {
    busy -= count;
    if (hasRoom()) for (const resolve of waiting.splice(0)) resolve();
  };
  return {
    free: () => total - busy,
    busy: () => busy,
    async claim(work) {
      const free = total - busy;
      if (free <= 0) return nothing;
      // Held in full until it is known how much was claimed, so that no other tick claims for the same slots.
      busy += free;
      let ended = 0;
      let counted = false;
      const end = () => {
        if (counted) release(1);
        else ended++;
      };
      const claimed = await work(free, end).catch((error: unknown) => {
        release(free);
        throw error;
      });
      release(free - claimed.claimed + ended);
      counted = true;
      running.add(claimed.settled);
      void claimed.settled.then(() => running.delete(claimed.settled));
      return claimed;
    },
    async room() {
      if (!hasRoom()) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
