import { type Answer, jsonAnswer } from '../answer.js';
import type { ServerRequest } from '../server-request.js';
import type { ServerState } from '../server-state.js';

/** A protected resource (RFC 6750): says whose live token it was shown, else 401 with a challenge. */
export function apiEndpoint(state: ServerState, request: ServerRequest): Answer {
  const value = /^Bearer ([^ ]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = value === undefined ? undefined : state.grants.accessToken(value);
  if (token && state.grants.isAccessTokenLive(token)) {
    const about = { client_id: token.clientId, account: token.grant?.account ?? null, scope: token.scope ?? null };
    return jsonAnswer(200, about, 'served');
  }
  // §3.1: a request that carries no token learns no error code.
  const error = value === undefined ? undefined : 'invalid_token';
  const answer = jsonAnswer(401, error === undefined ? {} : { error }, `refused:${error ?? 'no_token'}`);
  const challenge = error === undefined ? 'Bearer' : `Bearer error="${error}"`;
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': challenge } };
}
