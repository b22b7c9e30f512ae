import type { ClaimedWork } from '@latchkey/oauth';

/** Counts what is under way in this process, so that a tick claims only as much as can start at once. */
export interface Slots {
  free(): number;
  busy(): number;
  /** Claims with what is free; the slots come back as each piece of work ends (`ended`). */
  claim(work: (free: number, ended: () => void) => Promise<ClaimedWork>): Promise<ClaimedWork>;
  /** Resolves when at least half of the slots are free, and soon after one is: the others may be stuck at their providers. */
  room(): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** How long a free slot waits for others, so that one claim fills many. */
const patienceMs = 200;

const nothing: ClaimedWork = { claimed: 0, more: 'no', settled: Promise.resolve() };

export function createSlots(total: number): Slots {
  let busy = 0;
  const running = new Set<Promise<void>>();
  const waiting: (() => void)[] = [];
  const hasRoom = () => 2 * busy <= total;
  let impatience: NodeJS.Timeout | undefined;
  const tell = () => {
    clearTimeout(impatience);
    impatience = undefined;
    for (const resolve of waiting.splice(0)) resolve();
  };
  const look = () => {
    if (hasRoom()) tell();
    else if (busy < total && waiting.length > 0) impatience ??= setTimeout(tell, patienceMs).unref();
  };
  const release = (count: number) => {
    busy -= count;
    look();
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
      if (hasRoom()) return;
      const freed = new Promise<void>((resolve) => waiting.push(resolve));
      look();
      await freed;
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
