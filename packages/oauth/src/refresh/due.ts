import type { GrantEnds } from '../connection/stored-grant.js';
import type { ClockPort, RandomPort } from '../ports.js';
import type { ProtocolTimes } from '../protocol-times.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { uniform } from '../random.js';
import { otherSeconds } from '../token/other-tokens.js';
import { isRenewable } from '../token/renewable.js';
import type { TokenSet } from '../token/token-set.js';
import { expiringShare } from './expiring.js';
import { keepAliveMs } from './keep-alive.js';

/**
 * When a token set is to be refreshed, in milliseconds from now: U(0.70, 0.85) of its validity; or late, where that ends
 * the token before. Without a refresh token it is due when its end is near, so that the loss of access is told ahead.
 * `undefined` when the validity is unknown. Never sooner than a least interval: a server whose tokens live for no time
 * at all is not asked in a loop. Nor sooner than a definition's window opens.
 */
export function dueInMs(
  random: RandomPort,
  times: DueTimes,
  tokens: {
    readonly expiresInSeconds?: number;
    readonly elapsedMs: number;
    readonly hasRefreshToken: 'yes' | 'no';
    readonly refresh?: Pick<AuthorizationServer['refresh'], 'window' | 'revokesAccessToken'>;
  },
): number | undefined {
  const { expiresInSeconds: life, elapsedMs, hasRefreshToken, refresh } = tokens;
  if (life === undefined) return undefined;
  const share = hasRefreshToken === 'yes' ? uniform(random, 0.7, 0.85) : expiringShare;
  const late = refresh?.revokesAccessToken
    ? life - uniform(random, times.lateRefreshMin, times.lateRefreshMax) / 1000
    : 0;
  // Refreshing may be refused before the access token lives no longer than a window.
  const opens = refresh?.window === undefined ? 0 : life - refresh.window;
  const seconds = Math.max(life * share, late, opens);
  return Math.max(leastIntervalMs(times, life), seconds * 1000 - elapsedMs);
}

type DueTimes = Pick<
  ProtocolTimes,
  'refreshIntervalMin' | 'refreshIntervalFloor' | 'lateRefreshMin' | 'lateRefreshMax'
>;

function leastIntervalMs(times: DueTimes, lifeSeconds: number): number {
  return Math.min(times.refreshIntervalMin, Math.max(times.refreshIntervalFloor, lifeSeconds * 500));
}

/**
 * When a whole grant is to be refreshed: as soon as the first of its token sets is due, in time to keep it alive, and when
 * its end is to be told: the refresh shows whether it still stands. A validity that is unknown is not endless.
 */
export function tokensDueInMs(
  ports: { readonly random: RandomPort; readonly times: ProtocolTimes; readonly clock: Pick<ClockPort, 'epochMs'> },
  server: AuthorizationServer,
  held: {
    readonly tokens: TokenSet;
    readonly expiresInSeconds: number | undefined;
    readonly elapsedMs: number;
    readonly ends: GrantEnds;
  },
): number | undefined {
  const { random, times, clock } = ports;
  const { tokens, expiresInSeconds, elapsedMs, ends } = held;
  const canRenew = isRenewable(server, tokens);
  const main = dueInMs(random, times, {
    ...(expiresInSeconds === undefined ? {} : { expiresInSeconds }),
    elapsedMs,
    hasRefreshToken: canRenew ? 'yes' : 'no',
    refresh: server.refresh,
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
  const known = ends.idleSeconds === undefined ? undefined : keepAliveMs(random, ends.idleSeconds) - elapsedMs;
  const keepAlive = known ?? (main === undefined ? times.keepAliveDefault : undefined);
  const tellIn = ends.absolute?.tellInSeconds || undefined;
  const tell = tellIn === undefined ? undefined : tellIn * 1000 - elapsedMs;
  const clocks = [keepAlive, tell].flatMap((due) =>
    due === undefined || !isKeptAlive ? [] : [Math.max(due, times.refreshIntervalFloor)],
  );
  const all = [main, ...clocks, ...others].filter((due) => due !== undefined);
  return all.length === 0 ? undefined : Math.min(...all);
}
