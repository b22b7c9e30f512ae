import type { ClockPort } from '../../src/ports.js';

/** Time that moves only when told to: monotonic and database time at once. */
export interface SimulatedClock extends ClockPort {
  /** Milliseconds since the epoch, as the simulated database sees them. */
  now(): number;
  /** Moves time on, waking sleepers in order and letting each run to its next wait. */
  advance(ms: number): Promise<void>;
  /** Lets everything run that waits for nothing but its turn. */
  settle(): Promise<void>;
  /** How many are asleep. */
  sleepers(): number;
}

interface Sleeper {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

/** A clock at `start` milliseconds after the epoch (2027-01-15 unless said otherwise). */
export function simulatedClock(start = 1_800_000_000_000): SimulatedClock {
  let now = start;
  let order = 0;
  let asleep: Sleeper[] = [];

  function next(until: number): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of asleep)
      if (
        sleeper.at <= until &&
        (!first || sleeper.at < first.at || (sleeper.at === first.at && sleeper.order < first.order))
      )
        first = sleeper;
    return first;
  }

  // Two turns: one for what is ready now, one for what that started.
  async function settle(): Promise<void> {
    for (let turn = 0; turn < 2; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  }

  return {
    now: () => now,
    monotonic: () => now - start,
    epochMs: () => now,
    sleep: (ms) =>
      new Promise((wake) => {
        asleep.push({ at: now + Math.max(0, ms), order: order++, wake });
      }),
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let sleeper = next(until); sleeper; sleeper = next(until)) {
        const woken = sleeper;
        asleep = asleep.filter((one) => one !== woken);
        now = Math.max(now, woken.at);
        woken.wake();
        await settle();
      }
      now = until;
    },
    settle,
    sleepers: () => asleep.length,
  };
}
