import type { ClockPort } from '@latchkey/oauth';

/** Between two signs of life. */
const beatMs = 1000;

/** Whether this process stood still: stopped by a signal, a debugger or its machine's sleep, or starved. */
export interface Standstill {
  /**
   * When it went on after the last standstill, in monotonic milliseconds. A process that has just begun knows as little of
   * the others as one that stood still: its beginning counts as the end of one.
   */
  until(): number;
  close(): void;
}

/** Watches for standstills of more than `longerThanMs`, by a timer that keeps no process alive. */
export function watchStandstill(clock: Pick<ClockPort, 'monotonic'>, longerThanMs: number): Standstill {
  let last = clock.monotonic();
  let until = last;
  const look = () => {
    const now = clock.monotonic();
    if (now - last > beatMs + longerThanMs) until = now;
    last = now;
  };
  const timer = setInterval(look, beatMs).unref();
  return {
    // Looks by itself too: after a standstill, other timers may come before ours.
    until() {
      look();
      return until;
    },
    close: () => clearInterval(timer),
  };
}
