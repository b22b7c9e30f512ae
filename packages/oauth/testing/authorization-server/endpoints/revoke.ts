import { type Answer, errorAnswer, textAnswer } from '../answer.js';
import { authenticateClient } from '../client-authentication.js';
import type { OpenEntry } from '../ledger.js';
import type { ServerRequest } from '../server-request.js';
import type { ServerState } from '../server-state.js';

/**
 * The revocation endpoint (RFC 7009 §2). A refresh token takes its whole grant along, an access token only itself;
 * a spent refresh token is no longer a token, so that revoking it changes nothing.
 */
export function revokeEndpoint(state: ServerState, request: ServerRequest, entry: OpenEntry): Answer {
  const { grants, settings } = state;
  if (settings.revocation === 'absent') return textAnswer(404, 'Not found', 'refused:not_found');
  if (request.method !== 'POST') return textAnswer(405, 'POST only', 'refused:method', { allow: 'POST' });
  const [repeated] = request.repeated;
  if (repeated !== undefined) return errorAnswer('invalid_request', `${repeated} is given more than once`);
  const authentication = authenticateClient(state.clients, request);
  if ('refusal' in authentication) return authentication.refusal;
  const { client } = authentication;
  entry.authenticatedBy = client.authMethod;
  const value = request.parameters.get('token');
  if (value === undefined) return errorAnswer('invalid_request', 'token is missing');

  // The hint only helps to search (§2.1); both tables are looked up anyway.
  const refreshToken = grants.refreshToken(value);
  const accessToken = grants.accessToken(value);
  const owner = refreshToken?.grant.clientId ?? accessToken?.clientId;
  if (owner === undefined) return textAnswer(200, '', 'already_gone');
  if (owner !== client.clientId) return errorAnswer('invalid_request', 'This token is not of this client');
  const wasLive = state.ledger.isLive(value);
  const grant = refreshToken?.grant ?? accessToken?.grant;
  if (wasLive) {
    if (accessToken) accessToken.state = 'revoked';
    if (grant && settings.revocation === 'kills_siblings') {
      for (const sibling of grants.siblings(grant)) grants.kill(sibling, 'revocation');
    } else if (refreshToken) {
      grants.kill(refreshToken.grant, 'revocation');
    }
  }
  return textAnswer(200, '', wasLive ? 'revoked' : 'already_gone');
}
