import type { HttpOutcome, Ports } from '../ports.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { reveal } from '../secret.js';
import { parseAnswer } from '../token/answer-body.js';
import { type BuiltRequest, endpointRequest } from '../token/endpoint-request.js';
import type { RequestPorts, RequestValues } from '../token/request-values.js';
import type { TokenSet } from '../token/token-set.js';

/** A server whose definition names its introspection endpoint. */
export type IntrospectingServer = AuthorizationServer & {
  readonly introspect: NonNullable<AuthorizationServer['introspect']>;
};

/** What the server says of an access token (RFC 7662 section 2.2). */
export type Introspection =
  | {
      readonly kind: 'active';
      /** Whole seconds that are left by the server's `exp`; absent when it does not say. */
      readonly expiresInSeconds?: number;
    }
  /** Ended, revoked or unknown: the server does not say which. */
  | { readonly kind: 'inactive' }
  | { readonly kind: 'failed'; readonly cause: string };

const maxResponseBytes = 256 * 1024;
/** What is only told besides is not waited for as long as tokens are, in milliseconds. */
const timeoutMs = 5_000;
const farthestSeconds = 100 * 365 * 86_400;

/** Asks the server about the current access token. */
export async function introspectToken(
  ports: Pick<Ports, 'clock' | 'random' | 'transport' | 'times'>,
  server: IntrospectingServer,
  values: RequestValues & { readonly tokens: TokenSet },
): Promise<Introspection> {
  const built = await introspectionRequest(ports, server, values);
  if (built.kind === 'refused') return { kind: 'failed', cause: built.message };
  const limits = { timeoutMs: Math.min(ports.times.requestTimeout, timeoutMs), maxResponseBytes };
  const outcome = await ports.transport.send(built.request, limits);
  return processIntrospectionResponse(outcome, ports.clock.epochMs());
}

/** An introspection request for the access token (RFC 7662 section 2.1). */
export function introspectionRequest(
  ports: RequestPorts,
  server: IntrospectingServer,
  values: RequestValues & { readonly tokens: TokenSet },
): Promise<BuiltRequest> {
  return endpointRequest(
    ports,
    server.introspect,
    values,
    [
      ['token', reveal(values.tokens.accessToken)],
      ['token_type_hint', 'access_token'],
    ],
    server.issuer,
  );
}

/** Reads an introspection answer; `epochMs` is the wall clock now. Total: never throws, whatever was sent. */
export function processIntrospectionResponse(outcome: HttpOutcome, epochMs: number): Introspection {
  if (outcome.kind !== 'response') return { kind: 'failed', cause: outcome.cause };
  const body = outcome.status >= 200 && outcome.status < 300 ? parseAnswer(outcome.body, 'json') : undefined;
  if (typeof body?.active !== 'boolean') return { kind: 'failed', cause: `status ${outcome.status}` };
  if (!body.active) return { kind: 'inactive' };
  const { exp } = body;
  const end = typeof exp === 'string' && /^\d{1,12}$/.test(exp) ? Number(exp) : exp;
  const left = typeof end === 'number' ? Math.floor(end - epochMs / 1000) : Number.NaN;
  // A clock that differs, or milliseconds in place of seconds: better not known than wrong.
  return left > 0 && left <= farthestSeconds ? { kind: 'active', expiresInSeconds: left } : { kind: 'active' };
}
