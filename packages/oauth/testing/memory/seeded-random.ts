import type { RandomPort } from '../../src/ports.js';

/** Reproducible octets (mulberry32): the same seed gives the same run. Never for anything but tests. */
export function seededRandom(seed = 1): RandomPort {
  let state = seed >>> 0;
  function octet(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 24) & 0xff;
  }
  return { bytes: (count) => Uint8Array.from({ length: count }, octet) };
}

/** UUIDs that count upwards, shaped like version 7. */
export function countingIds(): () => string {
  let count = 0;
  return () => `01900000-0000-7000-8000-${(++count).toString(16).padStart(12, '0')}`;
}
