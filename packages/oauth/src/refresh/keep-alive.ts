import type { Claim } from '../connection/grant.js';
import type { RandomPort } from '../ports.js';
import type { ProtocolTimes } from '../protocol-times.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { uniform } from '../random.js';

/**
 * When a grant is to be refreshed so that it does not end for want of use, in milliseconds from its last refresh: at
 * half of the shortest clock that its definition declares (a rotated refresh token's life begins anew). `undefined`
 * where none is declared.
 */
export function keepAliveMs(random: RandomPort, { lifetimes }: Pick<AuthorizationServer, 'lifetimes'>) {
  const clocks = [lifetimes.idle, lifetimes.refreshToken].flatMap((seconds) =>
    seconds === undefined ? [] : [seconds],
  );
  return clocks.length === 0 ? undefined : Math.min(...clocks) * 1000 * uniform(random, 0.4, 0.5);
}

/**
 * How long a claimed refresh may wait because nobody reads the token, in milliseconds; `for_a_reader`: until somebody
 * does. `undefined`: it is to be made now.
 */
export function postponement(
  ports: { readonly random: RandomPort; readonly times: ProtocolTimes },
  { unused, terms }: Pick<Claim, 'unused' | 'terms'>,
): number | 'for_a_reader' | undefined {
  if (!unused) return undefined;
  const { server } = terms;
  // What is granted to the client itself is asked for whenever it is needed: nothing can be lost meanwhile.
  if (server.refresh.by === 'grant') return 'for_a_reader';
  const keepAlive = keepAliveMs(ports.random, server) ?? ports.times.keepAliveDefault;
  const waitMs = keepAlive - unused.refreshedSecondsAgo * 1000;
  return waitMs > ports.times.refreshIntervalMin ? waitMs : undefined;
}
