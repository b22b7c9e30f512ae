import { setTimeout as sleep } from 'node:timers/promises';
import type { ClockPort } from '@latchkey/oauth';

/** Wall-clock jumps smaller than this are corrections of a running clock, not a sleep of the machine. */
const suspensionMs = 1000;

/**
 * Monotonic time that also counts while the machine sleeps: Linux's monotonic clock stops then, and a claim that is
 * older than it looks must not be acted upon. What the wall clock gained on it is added, so a jump ahead of the wall
 * clock makes deadlines pass early, which is the safe side.
 */
export function createSystemClock(
  wall: () => number = Date.now,
  running: () => number = () => performance.now(),
): ClockPort {
  let [lastWall, lastRunning] = [wall(), running()];
  let slept = 0;
  return {
    monotonic() {
      const [nowWall, nowRunning] = [wall(), running()];
      // Since the last reading: a wall clock that was put back long ago must not hide a sleep.
      const gained = nowWall - lastWall - (nowRunning - lastRunning);
      if (gained > suspensionMs) slept += gained;
      [lastWall, lastRunning] = [nowWall, nowRunning];
      return nowRunning + slept;
    },
    epochMs: () => wall(),
    sleep: (ms) => sleep(ms),
  };
}
