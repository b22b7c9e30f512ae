import type { AuthorizationServer } from '../provider/authorization-server.js';
import type { DeviceTerms } from '../provider/device-terms.js';
import { type BuiltRequest, endpointRequest } from '../token/endpoint-request.js';
import type { RequestPorts, RequestValues } from '../token/request-values.js';

/** A server whose definition names its device authorization endpoint. */
export type DeviceServer = AuthorizationServer & { readonly device: DeviceTerms };

/** A device authorization request (RFC 8628 section 3.1); the client proves itself as at the token endpoint. */
export function deviceAuthorizationRequest(
  ports: RequestPorts,
  server: DeviceServer,
  values: RequestValues,
  scopes: readonly string[],
): Promise<BuiltRequest> {
  const scope = scopes.join(server.scopeSeparator);
  return endpointRequest(
    ports,
    server.device,
    { ...values, request: { scope } },
    [
      // Also beside other credentials, which many servers do not look at here; a proof in the body takes its place.
      ['client_id', values.client.clientId],
      ...(scopes.length > 0 ? [['scope', scope] as const] : []),
      ...server.resource.map((uri) => ['resource', uri] as const),
    ],
    server.issuer,
  );
}
