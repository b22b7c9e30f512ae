import type { Claim } from '../connection/grant.js';
import type { Ports, Settlement } from '../ports.js';
import { uniform } from '../random.js';
import type { TokenFailure } from '../token/token-response.js';

/** What a failure shows of the server itself: `unreachable` by the network or 5xx, `answering` by any other answer. */
export type ServerSign = 'unreachable' | 'answering';

/** Reads it off a failure; `undefined` where nothing was sent for a reason of our own. */
export function serverSign({ status, cause, class: failureClass }: TokenFailure): ServerSign | undefined {
  if (status !== undefined) return status >= 500 ? 'unreachable' : 'answering';
  if (failureClass === 'misconfigured') return undefined;
  // Something came, if only the beginning.
  return cause === 'truncated' || cause === 'too_large' ? 'answering' : 'unreachable';
}

/** What a settlement says of a server that could not be reached; probes come after growing waits, with jitter. */
export function unreachable(
  { random, times }: Pick<Ports, 'random' | 'times'>,
  { serverProbe }: Pick<Claim, 'serverProbe'>,
  failure: TokenFailure,
): Pick<Settlement, 'unreachable'> {
  if (serverSign(failure) !== 'unreachable') return {};
  if (!serverProbe) return { unreachable: {} };
  const ceiling = Math.min(times.serverProbeMax, times.serverProbeFirst * 2 ** Math.min(serverProbe.probes, 30));
  return { unreachable: { nextProbeInMs: uniform(random, ceiling / 2, ceiling) } };
}
