import type { RandomPort } from '../ports.js';
import type { ProtocolTimes } from '../protocol-times.js';
import { uniform } from '../random.js';

/**
 * When a token set is to be refreshed, in milliseconds from now: U(0.70, 0.85) of its validity. Without a refresh token
 * it is due when it ends, so that the loss of access is told. `undefined` when the validity is unknown. Never sooner
 * than `refreshIntervalMin`: a server whose tokens live for no time at all is not asked in a loop. Nor sooner than a
 * definition's window opens.
 */
export function dueInMs(
  random: RandomPort,
  times: Pick<ProtocolTimes, 'refreshIntervalMin'>,
  tokens: {
    readonly expiresInSeconds?: number;
    readonly elapsedMs: number;
    readonly hasRefreshToken: 'yes' | 'no';
    /** Refreshing is refused before the access token lives no longer than this. */
    readonly windowSeconds?: number | undefined;
  },
): number | undefined {
  if (tokens.expiresInSeconds === undefined) return undefined;
  const share = tokens.hasRefreshToken === 'yes' ? uniform(random, 0.7, 0.85) : 1;
  const opens = tokens.windowSeconds === undefined ? 0 : tokens.expiresInSeconds - tokens.windowSeconds;
  const seconds = Math.max(tokens.expiresInSeconds * share, opens);
  return Math.max(times.refreshIntervalMin, seconds * 1000 - tokens.elapsedMs);
}
