import { protocolTimes } from '@latchkey/oauth';

/** The most attempts that fit into so many undivided milliseconds: each wait is at least half of its ceiling. */
export function mostAttempts(ms: number): number {
  const { backoffFirst, backoffMax } = protocolTimes;
  let attempts = 1;
  for (let at = 0; ; attempts++) {
    at += Math.min(backoffMax, backoffFirst * 2 ** (attempts - 1)) / 2;
    if (at > ms) return attempts;
  }
}
