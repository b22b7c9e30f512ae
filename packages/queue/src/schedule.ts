import type { TickName } from '@latchkey/oauth';

/** So many intervals without a change of its schedule, and a tick does not ring; but a second is always allowed. */
const silentIntervals = 3;
const silentMinMs = 1_000;

/**
 * Watches whether the queue rings, by the schedules' next times: they move on with each ring, in whichever process it
 * is heard. Only changes count, measured by this process's monotonic clock, since the times come from others' clocks.
 */
export interface ScheduleWatch {
  /** Takes what was read, and answers the ticks that have no schedule. */
  observe(schedules: ReadonlyMap<string, number>): readonly TickName[];
  /** The ticks that have not rung for three intervals. */
  silent(): readonly TickName[];
}

export function watchSchedules(
  ticks: readonly TickName[],
  everyMs: number,
  now: () => number = () => performance.now(),
): ScheduleWatch {
  const started = now();
  const seen = new Map(ticks.map((tick) => [tick, { next: Number.NaN, changedAt: started }]));
  const silentMs = Math.max(silentMinMs, silentIntervals * everyMs);
  return {
    observe(schedules) {
      for (const [tick, last] of seen) {
        const next = schedules.get(tick);
        if (next !== undefined && next !== last.next) seen.set(tick, { next, changedAt: now() });
      }
      return ticks.filter((tick) => !schedules.has(tick));
    },
    silent: () => ticks.filter((tick) => now() - (seen.get(tick)?.changedAt ?? started) > silentMs),
  };
}
