import type { RandomPort } from '../ports.js';
import type { ProtocolTimes } from '../protocol-times.js';
import { uniform } from '../random.js';

/**
 * When a token set is to be refreshed, in milliseconds from now: U(0.70, 0.85) of its validity. Without a refresh token
 * it is due when it ends, so that the loss of access is told. `undefined` when the validity is unknown. Never sooner
 * than `refreshIntervalMin`: a server whose tokens live for no time at all is not asked in a loop.
 */
export function dueInMs(
  random: RandomPort,
  times: Pick<ProtocolTimes, 'refreshIntervalMin'>,
  tokens: { readonly expiresInSeconds?: number; readonly elapsedMs: number; readonly hasRefreshToken: 'yes' | 'no' },
): number | undefined {
  if (tokens.expiresInSeconds === undefined) return undefined;
  const share = tokens.hasRefreshToken === 'yes' ? uniform(random, 0.7, 0.85) : 1;
  return Math.max(times.refreshIntervalMin, tokens.expiresInSeconds * 1000 * share - tokens.elapsedMs);
}
