import type { ClockPort, ProtocolTimes } from '@latchkey/oauth';

/**
 * Whether this process may take over what others seem to have abandoned (RELIABILITY, rule 3). Not for a while after it saw
 * the store fail or stood still: the holders may have been waiting for the store just like it, with answers in memory.
 * One for each process.
 */
export interface TakeoverWatch {
  now(times: QuietTimes): 'allowed' | 'withheld';
  /** For how many milliseconds more it may not; 0 when it may. */
  withheldMs(times: QuietTimes): number;
  /** Passes on what a call to the store gives, and remembers when one failed. */
  watched<Result>(work: Promise<Result>): Promise<Result>;
}

type QuietTimes = Pick<ProtocolTimes, 'takeoverQuietAfterOutage'>;

/** `quietSince`: when this process went on after it last stood still, by the clock's monotonic time. */
export function createTakeoverWatch(
  clock: Pick<ClockPort, 'monotonic'>,
  quietSince: () => number | undefined = () => undefined,
): TakeoverWatch {
  let lastOutage: number | undefined;
  const withheldMs = (times: QuietTimes) => {
    const since = Math.max(lastOutage ?? Number.NEGATIVE_INFINITY, quietSince() ?? Number.NEGATIVE_INFINITY);
    return Math.max(since + times.takeoverQuietAfterOutage - clock.monotonic(), 0);
  };
  return {
    now: (times) => (withheldMs(times) > 0 ? 'withheld' : 'allowed'),
    withheldMs,
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
