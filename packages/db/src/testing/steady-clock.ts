import type { ClockPort } from '@latchkey/oauth';

/** The process's own monotonic clock, for tests. */
export const steadyClock: ClockPort = {
  monotonic: () => performance.now(),
  epochMs: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
