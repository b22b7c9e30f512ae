import type { ClockPort, RandomPort } from '../ports.js';
import type { ProtocolTimes } from '../protocol-times.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { uniform } from '../random.js';
import { otherSeconds } from '../token/other-tokens.js';
import { isRenewable } from '../token/renewable.js';
import type { TokenSet } from '../token/token-set.js';
import { keepAliveMs } from './keep-alive.js';

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

/**
 * When a whole grant is to be refreshed: as soon as the first of its token sets is due, and in time to keep it alive. A
 * validity that is unknown is not endless.
 */
export function tokensDueInMs(
  ports: { readonly random: RandomPort; readonly times: ProtocolTimes; readonly clock: Pick<ClockPort, 'epochMs'> },
  server: AuthorizationServer,
  held: { readonly tokens: TokenSet; readonly expiresInSeconds: number | undefined; readonly elapsedMs: number },
): number | undefined {
  const { random, times, clock } = ports;
  const { tokens, expiresInSeconds, elapsedMs } = held;
  const canRenew = isRenewable(server, tokens);
  const main = dueInMs(random, times, {
    ...(expiresInSeconds === undefined ? {} : { expiresInSeconds }),
    elapsedMs,
    hasRefreshToken: canRenew ? 'yes' : 'no',
    windowSeconds: server.refresh.window,
  });
  const others = Object.values(tokens.others ?? {}).flatMap((other) => {
    const left = other.refreshToken && otherSeconds(other, clock.epochMs());
    const due =
      left === undefined
        ? undefined
        : dueInMs(random, times, { expiresInSeconds: left, elapsedMs: 0, hasRefreshToken: 'yes' });
    return due === undefined ? [] : [due];
  });
  // Where a window says when refreshing is allowed at all, its time is the access token's.
  const isKeptAlive = canRenew && server.refresh.by !== 'grant' && server.refresh.window === undefined;
  const declared = isKeptAlive ? keepAliveMs(random, server) : undefined;
  const keepAlive = declared ?? (isKeptAlive && main === undefined ? times.keepAliveDefault : undefined);
  const all = [main, keepAlive, ...others].filter((due) => due !== undefined);
  return all.length === 0 ? undefined : Math.min(...all);
}
