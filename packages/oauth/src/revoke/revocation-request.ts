import type { HttpRequest } from '../ports.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { reveal, type Secret } from '../secret.js';
import { endpointRequest, type RequestClient } from '../token/token-request.js';

/** A revocation request (RFC 7009 section 2.1). */
export function revocationRequest(
  server: AuthorizationServer & { readonly revokeUrl: string },
  client: RequestClient,
  token: Secret,
  hint: 'refresh_token' | 'access_token',
): HttpRequest {
  return endpointRequest(server, client, server.revokeUrl, [
    ['token', reveal(token)],
    ['token_type_hint', hint],
  ]);
}
