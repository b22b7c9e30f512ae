import type { AuthorizationServer } from '../provider/authorization-server.js';

/**
 * Says why a response cannot come from the server that the flow was made for, or `undefined` (RFC 9207 section 2.4;
 * mix-up, RFC 9700 section 4.4). The comparison is of simple strings. With no issuer configured the value is recorded.
 */
export function issuerProblem(
  server: Pick<AuthorizationServer, 'issuer' | 'authorize'>,
  iss: string | undefined,
): 'missing' | 'mismatch' | undefined {
  if (iss === undefined) return server.authorize?.iss === 'required' ? 'missing' : undefined;
  return server.issuer !== undefined && iss !== server.issuer ? 'mismatch' : undefined;
}
