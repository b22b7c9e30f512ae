import type { AuthorizationServer } from '../provider/authorization-server.js';

/**
 * Says why a response cannot come from the server that the flow was made for, or `undefined` (RFC 9207 section 2.4;
 * mix-up, RFC 9700 section 4.4). The comparison is of simple strings. With no issuer configured it is with the pinned
 * one, where that holds for the connection (`expectedIssuer`).
 */
export function issuerProblem(
  server: Pick<AuthorizationServer, 'issuer' | 'authorize'>,
  iss: string | undefined,
  pinned?: string,
): 'missing' | 'mismatch' | undefined {
  // A server that sent it once and leaves it out now is another one, or somebody took it away.
  const isPinned = server.issuer === undefined && pinned !== undefined;
  if (iss === undefined) return server.authorize?.iss === 'required' || isPinned ? 'missing' : undefined;
  const expected = server.issuer ?? pinned;
  return expected !== undefined && iss !== expected ? 'mismatch' : undefined;
}
