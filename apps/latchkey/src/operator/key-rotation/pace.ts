import { setTimeout as sleep } from 'node:timers/promises';

/** Holds work to so many pieces a second, on average: resolves when the next may begin after `pieces` are done. */
export function createPace(perSecond: number): (pieces: number) => Promise<void> {
  let freeAt = performance.now();
  return async (pieces) => {
    freeAt = Math.max(freeAt, performance.now() - 1000) + (pieces / perSecond) * 1000;
    const wait = freeAt - performance.now();
    if (wait > 0) await sleep(wait);
  };
}
