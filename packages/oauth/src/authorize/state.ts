import type { RandomPort } from '../ports.js';
import { randomToken } from '../random.js';

const shape = /^([a-z0-9-]{1,32})\.([A-Za-z0-9_-]{43})$/;

/** How a region is named: at most 32 of a-z, 0-9 and hyphen. */
export const regionName = /^[a-z0-9-]{1,32}$/;

/**
 * `<region>.<256 random bits>`: single use, kept only as its SHA-256 (RFC 6749 section 10.12). Throws a RangeError for a
 * region that regionOfState would not find again.
 */
export function createState(random: RandomPort, region: string): string {
  if (!regionName.test(region)) throw new RangeError('a region is named with a-z, 0-9 and hyphens');
  return `${region}.${randomToken(random, 32)}`;
}

/** The region that a state was made in; `undefined` when the text was never a state of ours. */
export function regionOfState(state: string): string | undefined {
  return shape.exec(state)?.[1];
}
