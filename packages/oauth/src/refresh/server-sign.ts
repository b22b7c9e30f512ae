import type { Claim } from '../connection/grant.js';
import type { Ports, Settlement } from '../ports.js';
import { uniform } from '../random.js';
import type { TokenFailure } from '../token/token-response.js';

/** What a failure shows of the server itself: `unreachable` by the network or 5xx, `answering` by any other answer. */
export type ServerSign = 'unreachable' | 'answering';

/**
 * Causes that speak of the server, and that no organization can bring about by what it configures: a header or certificate
 * that we refuse to send, or that makes the server end a handshake, would else take the server from everybody.
 */
const causes: ReadonlyMap<string, ServerSign> = new Map([
  ...[
    ...['timeout', 'reset', 'closed'],
    ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
    ...['ENOTFOUND', 'EAI_AGAIN', 'ESERVFAIL'],
    ...['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  ].map((cause) => [cause, 'unreachable'] as const),
  // Something came, if only the beginning.
  ['truncated', 'answering'],
  ['too_large', 'answering'],
]);

/** Reads it off a failure; `undefined` where it says nothing of the server, as what was never sent for a reason of our own. */
export function serverSign({ status, cause }: TokenFailure): ServerSign | undefined {
  if (status !== undefined) return status >= 500 ? 'unreachable' : 'answering';
  return cause === undefined ? undefined : causes.get(cause);
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
