import type { ConnectionId, OrganizationId } from '../ids.js';
import type { Ports } from '../ports.js';
import type { RefreshPorts } from '../refresh/refresh-grant.js';
import type { Secret } from '../secret.js';
import { endpointRequest } from './endpoint-request.js';
import { isExpirySignal } from './expiry-signal.js';
import { type AccessTokenAnswer, readAccessToken } from './read-access-token.js';

export type ProbedAccess =
  /** The API took the token. */
  | { readonly kind: 'worked'; readonly status: number }
  /** The API no longer accepts the token. */
  | { readonly kind: 'refused'; readonly status: number }
  /** The API answered something that says neither. */
  | { readonly kind: 'unclear'; readonly status: number }
  /** The request did not get through. */
  | { readonly kind: 'unreachable'; readonly cause: string }
  /** The definition names no call to probe with, or the connection lacks what it needs. */
  | { readonly kind: 'no_probe'; readonly message: string }
  /** There is no token to try. */
  | Exclude<AccessTokenAnswer, { readonly kind: 'token' }>;

const limits = { timeoutMs: 15_000, maxResponseBytes: 64 * 1024 };

/**
 * Tries a connection's live token with the call that its definition names for that, where the grant was made for. Nothing
 * of the answer's body is told; a token that is due is refreshed first, as for any reader.
 */
export async function probeAccessToken(
  ports: RefreshPorts & Pick<Ports, 'holder'>,
  input: {
    readonly organizationId: OrganizationId;
    readonly connectionId: ConnectionId;
    /** Values of the connection's secret inputs. */
    readonly secretInputs: Readonly<Record<string, Secret>>;
  },
): Promise<ProbedAccess> {
  const read = await readAccessToken(ports, { ...input, minimumSeconds: 60 });
  if (read.kind !== 'token') return read;
  const { api, clientId, context, tokens } = read.token;
  if (!api?.probe) return { kind: 'no_probe', message: 'the definition has no api.probe' };
  const values = { client: { clientId }, inputs: input.secretInputs, context, tokens };
  const built = await endpointRequest(ports, api.probe, values, []);
  if (built.kind === 'refused') return { kind: 'no_probe', message: built.message };
  const outcome = await ports.transport.send(built.request, limits);
  if (outcome.kind !== 'response') return { kind: 'unreachable', cause: outcome.cause };
  const { status, body } = outcome;
  if (isExpirySignal(api, { status, body })) return { kind: 'refused', status };
  return { kind: status >= 200 && status < 300 ? 'worked' : 'unclear', status };
}
