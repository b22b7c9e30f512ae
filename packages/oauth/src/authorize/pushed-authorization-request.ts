import { plainText, scrubbedText } from '../plain-text.js';
import type { HttpOutcome, Ports } from '../ports.js';
import type { AuthorizationServer, AuthorizeTerms } from '../provider/authorization-server.js';
import { parseAnswer } from '../token/answer-body.js';
import { type BuiltRequest, endpointRequest } from '../token/endpoint-request.js';
import { classifyFailure } from '../token/failure-class.js';
import type { RequestPorts, RequestValues } from '../token/request-values.js';
import {
  type AuthorizationRequest,
  authorizationParametersOf,
  authorizationUrl,
  type BuiltUrl,
} from './authorization-request.js';

/** A server whose definition names its pushed authorization request endpoint. */
export type PushingServer = AuthorizationServer & {
  readonly authorize: AuthorizeTerms & { readonly pushedUrl: string };
};

/** What became of a pushed authorization request. Messages are for the vendor, scrubbed. */
export type PushedAuthorization =
  | { readonly kind: 'pushed'; readonly requestUri: string }
  | { readonly kind: 'misconfigured'; readonly message: string }
  | { readonly kind: 'unavailable'; readonly message: string };

/** Longest answer that is read, in octets. */
const maxResponseBytes = 64 * 1024;

/** Whether authorization requests to this server are pushed first. */
export function isPushing(
  server: AuthorizationServer & { readonly authorize: AuthorizeTerms },
): server is PushingServer {
  return server.authorize.pushedUrl !== undefined;
}

/**
 * Pushes an authorization request and gives the URL for the browser, which holds `client_id` and `request_uri` alone
 * (RFC 9126 sections 2 and 4). The client authenticates as at the token endpoint.
 */
export async function pushAuthorizationRequest(
  ports: Pick<Ports, 'clock' | 'random' | 'transport' | 'times'>,
  server: PushingServer,
  request: AuthorizationRequest,
  values: RequestValues,
): Promise<BuiltUrl | (PushedAuthorization & { readonly kind: 'misconfigured' | 'unavailable' })> {
  const built = await pushedAuthorizationRequest(ports, server, request, values);
  if (built.kind === 'refused') return built;
  const limits = { timeoutMs: ports.times.requestTimeout, maxResponseBytes };
  const pushed = processPushedAuthorizationResponse(await ports.transport.send(built.request, limits));
  if (pushed.kind !== 'pushed') return pushed;
  const { names } = server.authorize;
  const parameters = [
    [names.client_id ?? 'client_id', request.clientId],
    ['request_uri', pushed.requestUri],
  ] as const;
  return authorizationUrl(ports, server, parameters, values);
}

/** The pushed authorization request itself (RFC 9126 section 2.1). */
export async function pushedAuthorizationRequest(
  ports: RequestPorts,
  server: PushingServer,
  request: AuthorizationRequest,
  values: RequestValues,
): Promise<BuiltRequest> {
  const built = authorizationParametersOf(ports, server, request, values);
  if (built.kind === 'refused') return built;
  const { clientAuthentication, authorizationScheme, headers, signedSecret } = server.token;
  const endpoint = {
    url: [server.authorize.pushedUrl],
    hosts: [],
    method: 'POST',
    body: 'form',
    clientAuthentication,
    ...(authorizationScheme === undefined ? {} : { authorizationScheme }),
    ...(signedSecret ? { signedSecret } : {}),
    headers,
    parameters: {},
    names: {},
    omit: [],
  } as const;
  return await endpointRequest(ports, endpoint, values, built.parameters, server.issuer);
}

/** Reads the answer to a pushed authorization request (RFC 9126 sections 2.2 and 2.3). Total: never throws. */
export function processPushedAuthorizationResponse(outcome: HttpOutcome): PushedAuthorization {
  if (outcome.kind !== 'response')
    return {
      kind: 'unavailable',
      message: `the pushed authorization request was not answered: ${plainText(outcome.cause)}`,
    };
  const body = parseAnswer(outcome.body, 'json');
  const { status } = outcome;
  const requestUri = body?.request_uri;
  if (status >= 200 && status < 300 && typeof requestUri === 'string' && /^\S{1,2000}$/.test(requestUri))
    return { kind: 'pushed', requestUri };
  const error = typeof body?.error === 'string' ? body.error.slice(0, 64) : undefined;
  const description = typeof body?.error_description === 'string' ? `: ${scrubbedText(body.error_description)}` : '';
  const said = error === undefined ? `status ${status}` : `${scrubbedText(error)} (status ${status})${description}`;
  const isLater = status > 299 && ['later', 'ambiguous'].includes(classifyFailure(status, error, []));
  return isLater
    ? { kind: 'unavailable', message: `the pushed authorization request cannot be answered now: ${said}` }
    : { kind: 'misconfigured', message: `the pushed authorization request was refused: ${said}` };
}
