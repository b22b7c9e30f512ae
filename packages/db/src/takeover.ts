import type { ClockPort, ProtocolTimes } from '@latchkey/oauth';

/**
 * Whether this process may take over what others seem to have abandoned (RELIABILITY, rule 3). Not for a while after it saw
 * the store fail or stood still: the holders may have been waiting for the store just like it, with answers in memory.
 * One for each process.
 */
export interface TakeoverWatch {
  now(times: Pick<ProtocolTimes, 'takeoverQuietAfterOutage'>): 'allowed' | 'withheld';
  /** Passes on what a call to the store gives, and remembers when one failed. */
  watched<Result>(work: Promise<Result>): Promise<Result>;
}

/** `quietSince`: when this process went on after it last stood still, by the clock's monotonic time. */
export function createTakeoverWatch(
  clock: Pick<ClockPort, 'monotonic'>,
  quietSince: () => number | undefined = () => undefined,
): TakeoverWatch {
  let lastOutage: number | undefined;
  return {
    now: (times) =>
      [lastOutage, quietSince()].some(
        (moment) => moment !== undefined && clock.monotonic() - moment < times.takeoverQuietAfterOutage,
      )
        ? 'withheld'
        : 'allowed',
    async watched(work) {
      try {
        return await work;
      } catch (error) {
        lastOutage = clock.monotonic();
        throw error;
      }
    },
  };
}
