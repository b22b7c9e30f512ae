import { randomFillSync } from 'node:crypto';
import type { RandomPort } from '@latchkey/oauth';

const pooled = 4096;

/**
 * The system's random bytes, a few thousand of which are drawn at once: to ask for four each time costs more than what
 * they are asked for. What was given out is overwritten here.
 */
export function createSystemRandom(): RandomPort {
  const pool = new Uint8Array(pooled);
  let next = pooled;
  return {
    bytes(count) {
      if (count > pooled) return randomFillSync(new Uint8Array(count));
      if (next + count > pooled) {
        randomFillSync(pool);
        next = 0;
      }
      const given = pool.slice(next, next + count);
      pool.fill(0, next, next + count);
      next += count;
      return given;
    },
  };
}
