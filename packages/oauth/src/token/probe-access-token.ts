import type { ConnectionId, OrganizationId } from '../ids.js';
import { type Introspection, introspectToken } from '../introspect/introspect-token.js';
import type { Ports } from '../ports.js';
import type { RefreshPorts } from '../refresh/refresh-grant.js';
import type { Secret } from '../secret.js';
import { endpointRequest } from './endpoint-request.js';
import { isExpirySignal } from './expiry-signal.js';
import { openRequestValues } from './open-client.js';
import { type AccessTokenAnswer, type LiveAccessToken, readAccessToken } from './read-access-token.js';

/** What the authorization server said of the token (RFC 7662); absent where the definition names no such endpoint. */
interface Introspected {
  readonly introspection?: Introspection['kind'];
}

export type ProbedAccess =
  /** The API took the token; without a status: nobody asked it, and the authorization server says that it is active. */
  | ({ readonly kind: 'worked'; readonly status?: number } & Introspected)
  /** The API no longer accepts the token; without a status: the authorization server says that it is not active. */
  | ({ readonly kind: 'refused'; readonly status?: number } & Introspected)
  /** What was answered says neither. */
  | ({ readonly kind: 'unclear'; readonly status?: number; readonly cause?: string } & Introspected)
  /** The request to the API did not get through. */
  | ({ readonly kind: 'unreachable'; readonly cause: string } & Introspected)
  /** The definition names nothing to ask, or the connection lacks what it needs. */
  | { readonly kind: 'no_probe'; readonly message: string }
  /** There is no token to try. */
  | Exclude<AccessTokenAnswer, { readonly kind: 'token' }>;

const limits = { timeoutMs: 15_000, maxResponseBytes: 64 * 1024 };

/**
 * Tries a connection's live token, where the grant was made for: asks the authorization server about it (RFC 7662), then
 * the API by the call that the definition names for that; either may be missing. Nothing of an answer's body is told; a
 * token that is due is refreshed first, as for any reader.
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
  const said = await introspected(ports, input.organizationId, read.token);
  if (said?.kind === 'inactive') return { kind: 'refused', introspection: 'inactive' };
  const { api, clientId, context, tokens } = read.token;
  if (!api?.probe) return withoutProbe(said);
  const introspection: Introspected = said ? { introspection: said.kind } : {};
  const values = { client: { clientId }, inputs: input.secretInputs, context, tokens };
  const built = await endpointRequest(ports, api.probe, values, []);
  if (built.kind === 'refused') return { kind: 'no_probe', message: built.message };
  const outcome = await ports.transport.send(built.request, limits);
  if (outcome.kind !== 'response') return { kind: 'unreachable', cause: outcome.cause, ...introspection };
  const { status, body } = outcome;
  if (isExpirySignal(api, { status, body })) return { kind: 'refused', status, ...introspection };
  return { kind: status >= 200 && status < 300 ? 'worked' : 'unclear', status, ...introspection };
}

function withoutProbe(said: Introspection | undefined): ProbedAccess {
  if (!said) return { kind: 'no_probe', message: 'the definition has neither api.probe nor introspect' };
  if (said.kind === 'failed') return { kind: 'unclear', introspection: 'failed', cause: said.cause };
  return { kind: 'worked', introspection: said.kind };
}

/** What the server says that issued this very token; the terms are of its grant, whichever the connection holds by now. */
async function introspected(
  ports: RefreshPorts,
  organizationId: OrganizationId,
  { grantId, context, tokens }: LiveAccessToken,
): Promise<Introspection | undefined> {
  const held = await ports.grants.readTerms(organizationId, grantId);
  const introspect = held?.terms.server.introspect;
  if (!held || !introspect) return undefined;
  const values = { ...(await openRequestValues(ports, held)), context, tokens };
  return await introspectToken(ports, { ...held.terms.server, introspect }, values);
}
