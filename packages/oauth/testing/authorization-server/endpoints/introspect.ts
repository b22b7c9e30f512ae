import { type Answer, errorAnswer, jsonAnswer, textAnswer } from '../answer.js';
import { authenticateClient } from '../client-authentication.js';
import type { ServerRequest } from '../server-request.js';
import type { ServerState } from '../server-state.js';

/** The introspection endpoint (RFC 7662 §2): says nothing of a token that is another client's, or not live. */
export function introspectEndpoint(state: ServerState, request: ServerRequest): Answer {
  if (request.method !== 'POST') return textAnswer(405, 'POST only', 'refused:method', { allow: 'POST' });
  const [repeated] = request.repeated;
  if (repeated !== undefined) return errorAnswer('invalid_request', `${repeated} is given more than once`);
  const authentication = authenticateClient(state.clients, request);
  if ('refusal' in authentication) return authentication.refusal;
  const value = request.parameters.get('token');
  if (value === undefined) return errorAnswer('invalid_request', 'token is missing');
  const token = state.grants.accessToken(value);
  const isTold = token?.clientId === authentication.client.clientId && state.grants.isAccessTokenLive(token);
  if (!isTold) return jsonAnswer(200, { active: false }, 'served');
  const exp = Math.floor(token.expiresAt / 1000);
  return jsonAnswer(200, { active: true, client_id: token.clientId, exp }, 'served');
}
