import { createHash } from 'node:crypto';
import { type Answer, errorAnswer, jsonAnswer, textAnswer } from '../answer.js';
import { authenticateClient } from '../client-authentication.js';
import type { AuthorizationCode, IssuedTokens } from '../grants.js';
import type { OpenEntry } from '../ledger.js';
import type { RegisteredClient } from '../options.js';
import type { ServerRequest } from '../server-request.js';
import type { ServerState } from '../server-state.js';
import { exchangeDeviceCode } from './device.js';

/** The token endpoint (RFC 6749 §3.2): authorization_code, refresh_token, client_credentials and device codes. */
export function tokenEndpoint(state: ServerState, request: ServerRequest, entry: OpenEntry): Answer {
  if (request.method !== 'POST') return textAnswer(405, 'POST only', 'refused:method', { allow: 'POST' });
  if (request.encoding !== state.settings.bodyEncoding) {
    return errorAnswer('invalid_request', `The body must be ${state.settings.bodyEncoding}`);
  }
  const [repeated] = request.repeated;
  if (repeated !== undefined) return errorAnswer('invalid_request', `${repeated} is given more than once`);
  const authentication = authenticateClient(state.clients, request);
  if ('refusal' in authentication) return authentication.refusal;
  const { client } = authentication;
  entry.authenticatedBy = client.authMethod;
  switch (request.parameters.get('grant_type')) {
    case undefined:
      return errorAnswer('invalid_request', 'grant_type is missing');
    case 'authorization_code':
      return exchangeCode(state, request, client, entry);
    case 'refresh_token':
      return refresh(state, request, client, entry);
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return exchangeDeviceCode(state, request, client, issued);
    case 'client_credentials': {
      return issued(state.grants.openForClient(client.clientId, request.parameters.get('scope')));
    }
    default:
      return errorAnswer('unsupported_grant_type', 'This grant type is not supported');
  }
}

function issued(tokens: Omit<IssuedTokens, 'family'>): Answer {
  return jsonAnswer(200, tokenResponse(tokens), 'issued');
}

function tokenResponse(tokens: Omit<IssuedTokens, 'family'>): Record<string, unknown> {
  return {
    access_token: tokens.accessToken,
    token_type: 'Bearer',
    expires_in: tokens.expiresIn,
    ...(tokens.authorizationExpiresIn === undefined ? {} : { authorization_expires_in: tokens.authorizationExpiresIn }),
    ...(tokens.refreshToken === undefined ? {} : { refresh_token: tokens.refreshToken }),
    ...(tokens.scope === undefined ? {} : { scope: tokens.scope }),
  };
}

/** RFC 6749 §4.1.3. A code that was exchanged before kills the grant that it gave (§4.1.2). */
function exchangeCode(state: ServerState, request: ServerRequest, client: RegisteredClient, entry: OpenEntry): Answer {
  const value = request.parameters.get('code');
  if (value === undefined) return errorAnswer('invalid_request', 'code is missing');
  const code = state.grants.code(value);
  if (!code || code.clientId !== client.clientId) return errorAnswer('invalid_grant', 'This code is not known');
  if (code.grant) {
    state.grants.kill(code.grant, 'code_reuse');
    return errorAnswer('invalid_grant', 'This code has been used; its grant is revoked');
  }
  if (state.settings.now() >= code.expiresAt) return errorAnswer('invalid_grant', 'This code has expired');
  if (code.redirectUri !== undefined && code.redirectUri !== request.parameters.get('redirect_uri')) {
    return errorAnswer('invalid_grant', 'redirect_uri differs from the authorization request');
  }
  if (!isVerifierRight(code, request.parameters.get('code_verifier'))) {
    return errorAnswer('invalid_grant', 'code_verifier does not fit the authorization request');
  }
  const tokens = state.grants.open(code.clientId, code.account, code.scope);
  code.grant = tokens.grant;
  entry.family = tokens.family;
  return issued(tokens);
}

/** RFC 7636 §4.6; a verifier without a challenge is refused too (RFC 9700 §2.1.1). */
function isVerifierRight({ challenge }: AuthorizationCode, verifier: string | undefined): boolean {
  if (challenge === undefined || verifier === undefined) return challenge === undefined && verifier === undefined;
  if (challenge.method === 'plain') return verifier === challenge.value;
  return createHash('sha256').update(verifier).digest('base64url') === challenge.value;
}

/** RFC 6749 §6, with rotation and reuse detection as RFC 9700 §4.14.2 has them. */
function refresh(state: ServerState, request: ServerRequest, client: RegisteredClient, entry: OpenEntry): Answer {
  const { grants, ledger } = state;
  const value = request.parameters.get('refresh_token');
  if (value === undefined) return errorAnswer('invalid_request', 'refresh_token is missing');
  const token = grants.refreshToken(value);
  if (!token || token.grant.clientId !== client.clientId) {
    return errorAnswer('invalid_grant', 'This refresh token is not known');
  }
  const standing = grants.standing(token);
  if (standing === 'dead') return errorAnswer('invalid_grant', 'This grant is revoked');
  if (standing === 'reused') {
    ledger.reuse();
    grants.kill(token.grant, 'token_reuse');
    return errorAnswer('invalid_grant', 'This refresh token has been used; its grant is revoked');
  }
  const granted = token.grant.scope;
  const asked = request.parameters.get('scope') ?? granted;
  const allowed = new Set(granted?.split(' '));
  if (asked !== granted && asked?.split(' ').some((scope) => !allowed.has(scope))) {
    return errorAnswer('invalid_scope', 'This scope was not granted');
  }
  ledger.spent(entry, token.grant.family);
  return issued(grants.refresh(token, asked));
}
