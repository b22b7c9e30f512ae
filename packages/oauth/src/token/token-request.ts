import type { HttpRequest } from '../ports.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { reveal, type Secret } from '../secret.js';
import { authenticateClient } from './client-authentication.js';

/** The client of one request: its identifier and the one secret to try. */
export interface RequestClient {
  readonly clientId: string;
  readonly clientSecret?: Secret;
}

/** An access token request with an authorization code (RFC 6749 section 4.1.3, RFC 7636 section 4.5). */
export function accessTokenRequest(
  server: AuthorizationServer,
  client: RequestClient,
  grant: { readonly code: Secret; readonly redirectUri: string; readonly codeVerifier?: Secret },
): HttpRequest {
  return endpointRequest(server, client, server.tokenUrl, [
    ['grant_type', 'authorization_code'],
    ['code', reveal(grant.code)],
    ['redirect_uri', grant.redirectUri],
    ...(grant.codeVerifier ? [['code_verifier', reveal(grant.codeVerifier)] as const] : []),
  ]);
}

/** A refresh request (RFC 6749 section 6). No scope is sent: the grant's own scope is kept. */
export function refreshTokenGrantRequest(
  server: AuthorizationServer,
  client: RequestClient,
  refreshToken: Secret,
): HttpRequest {
  return endpointRequest(server, client, server.refreshUrl, [
    ['grant_type', 'refresh_token'],
    ['refresh_token', reveal(refreshToken)],
  ]);
}

/** An authenticated form POST to one of the authorization server's own endpoints. */
export function endpointRequest(
  server: AuthorizationServer,
  client: RequestClient,
  url: string,
  parameters: readonly (readonly [string, string])[],
): HttpRequest {
  const proof = authenticateClient(server.clientAuthentication, client.clientId, client.clientSecret);
  return {
    method: 'POST',
    url,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      ...proof.headers,
    },
    body: new URLSearchParams([...parameters, ...proof.parameters].map((pair) => [...pair])).toString(),
  };
}
