import type { AuthorizationServer } from '../provider/authorization-server.js';
import { reveal, type Secret } from '../secret.js';
import { type BuiltRequest, endpointRequest } from '../token/endpoint-request.js';
import type { RequestPorts, RequestValues } from '../token/request-values.js';

/** A revocation request (RFC 7009 section 2.1), or what the definition has in its place. */
export function revocationRequest(
  ports: RequestPorts,
  server: AuthorizationServer & { readonly revoke: NonNullable<AuthorizationServer['revoke']> },
  values: RequestValues,
  token: Secret,
  hint: 'refresh_token' | 'access_token',
): Promise<BuiltRequest> {
  return endpointRequest(
    ports,
    server.revoke,
    values,
    [
      ['token', reveal(token)],
      ['token_type_hint', hint],
    ],
    server.issuer,
  );
}
