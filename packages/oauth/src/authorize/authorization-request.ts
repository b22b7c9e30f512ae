import type { AuthorizationServer } from '../provider/authorization-server.js';

/** Parameters that only the engine sets; a definition or an input that names one is refused when it is saved. */
export const reservedAuthorizationParameters: ReadonlySet<string> = new Set([
  'client_id',
  'client_secret',
  'code_challenge',
  'code_challenge_method',
  'redirect_uri',
  'request',
  'request_uri',
  'response_type',
  'scope',
  'state',
]);

/**
 * The URL of an authorization request (RFC 6749 section 4.1.1, RFC 7636 section 4.3). The endpoint's own query is kept
 * (RFC 6749 section 3.1) and comes first; no parameter appears twice.
 */
export function authorizationRequestUrl(
  server: AuthorizationServer,
  request: {
    readonly clientId: string;
    readonly redirectUri: string;
    readonly scopes: readonly string[];
    readonly state: string;
    readonly codeChallenge?: string;
  },
): string {
  const url = new URL(server.authorizeUrl);
  const parameters = url.searchParams;
  for (const [name, value] of Object.entries(server.authorizeParameters)) parameters.set(name, value);
  parameters.set('response_type', 'code');
  parameters.set('client_id', request.clientId);
  parameters.set('redirect_uri', request.redirectUri);
  if (request.scopes.length > 0) parameters.set('scope', request.scopes.join(server.scopeSeparator));
  parameters.set('state', request.state);
  if (request.codeChallenge !== undefined) {
    parameters.set('code_challenge', request.codeChallenge);
    parameters.set('code_challenge_method', 'S256');
  }
  return url.href;
}
