import type { Claim } from '../connection/grant.js';
import type { RandomPort } from '../ports.js';
import type { ProtocolTimes } from '../protocol-times.js';
import { uniform } from '../random.js';
import { expiringLead } from './expiring.js';

/**
 * When a grant is to be refreshed so that it does not end for want of use, in milliseconds from its last refresh: at
 * half of the time after which it would.
 */
export function keepAliveMs(random: RandomPort, idleSeconds: number): number {
  return idleSeconds * 1000 * uniform(random, 0.4, 0.5);
}

/**
 * How long a claimed refresh may wait because nobody reads the token, in milliseconds; `for_a_reader`: until somebody
 * does. `undefined`: it is to be made now.
 */
export function postponement(
  ports: { readonly random: RandomPort; readonly times: ProtocolTimes },
  { unused, terms, clocks }: Pick<Claim, 'unused' | 'terms' | 'clocks'>,
): number | 'for_a_reader' | undefined {
  if (!unused) return undefined;
  const { refresh, lifetimes } = terms.server;
  // What is granted to the client itself is asked for whenever it is needed: nothing can be lost meanwhile.
  if (refresh.by === 'grant') return 'for_a_reader';
  const { refreshedSecondsAgo } = clocks;
  const idle = clocks.idleSeconds === undefined ? lifetimes.idle : clocks.idleSeconds + refreshedSecondsAgo;
  const keepAlive = idle === undefined ? ports.times.keepAliveDefault : keepAliveMs(ports.random, idle);
  const waitMs = Math.min(keepAlive - refreshedSecondsAgo * 1000, tellInMs(clocks));
  return waitMs > ports.times.refreshIntervalMin ? waitMs : undefined;
}

/** When an end that is not told yet is to be. */
function tellInMs({ absoluteSeconds, ageSeconds, expiring }: Claim['clocks']): number {
  if (absoluteSeconds === undefined || expiring === 'told') return Number.POSITIVE_INFINITY;
  return (absoluteSeconds - expiringLead(absoluteSeconds + ageSeconds)) * 1000;
}
