import type { AuthorizationServer, TokenEndpoint } from '../provider/authorization-server.js';
import { reveal, type Secret } from '../secret.js';
import { type BuiltRequest, endpointRequest, type StandardParameters } from './endpoint-request.js';
import type { RequestPorts, RequestValues } from './request-values.js';
import { signedAssertion } from './signed-assertion.js';
import type { TokenSet } from './token-set.js';

/** An access token request with an authorization code (RFC 6749 section 4.1.3, RFC 7636 section 4.5). */
export function accessTokenRequest(
  ports: RequestPorts,
  server: AuthorizationServer,
  values: RequestValues,
  grant: {
    readonly code: Secret;
    readonly redirectUri: string;
    readonly codeVerifier?: Secret;
    /** Callback parameters, of which the declared ones are sent on. */
    readonly callback: Readonly<Record<string, string>>;
  },
): Promise<BuiltRequest> {
  const { token } = server;
  const forwarded = token.forward.flatMap((name) =>
    Object.hasOwn(grant.callback, name) ? [[name, [grant.callback[name] as string]] as const] : [],
  );
  return endpointRequest(
    ports,
    { ...token, parameters: { ...Object.fromEntries(forwarded), ...token.parameters } },
    {
      ...values,
      request: {
        ...values.request,
        code: grant.code,
        redirect_uri: grant.redirectUri,
        ...(grant.codeVerifier ? { code_verifier: grant.codeVerifier } : {}),
      },
    },
    [
      ['grant_type', token.grantType],
      ['code', reveal(grant.code)],
      ['redirect_uri', grant.redirectUri],
      ...(grant.codeVerifier ? [['code_verifier', reveal(grant.codeVerifier)] as const] : []),
      ...resources(server),
    ],
    server.issuer,
  );
}

/** An access token request with a device code (RFC 8628 section 3.4). */
export function deviceAccessTokenRequest(
  ports: RequestPorts,
  server: AuthorizationServer,
  values: RequestValues,
  deviceCode: Secret,
): Promise<BuiltRequest> {
  const standard: StandardParameters = [
    ['grant_type', server.token.grantType],
    ['device_code', reveal(deviceCode)],
    ...resources(server),
  ];
  return endpointRequest(ports, server.token, values, standard, server.issuer);
}

/** A client credentials request (RFC 6749 section 4.4.2). */
export function clientCredentialsRequest(
  ports: RequestPorts,
  server: AuthorizationServer,
  values: RequestValues,
  scopes: readonly string[],
): Promise<BuiltRequest> {
  return endpointRequest(ports, server.token, values, grantParameters(server, server.token, scopes), server.issuer);
}

/**
 * The request of a grant without a redirect: client credentials, password (RFC 6749 section 4.3.2), JWT bearer (RFC 7523
 * section 2.1), or whatever grant type the definition gives; what it needs besides stands in the definition's parameters.
 */
export async function directGrantRequest(
  ports: RequestPorts,
  server: AuthorizationServer,
  values: RequestValues,
  scopes: readonly string[],
): Promise<BuiltRequest> {
  const { assertion } = server;
  if (!assertion) return await clientCredentialsRequest(ports, server, values, scopes);
  const made = await signedAssertion(ports, assertion, server.issuer ?? server.token.url, values);
  if (made.kind === 'refused') return made;
  const standard: StandardParameters = [...grantParameters(server, server.token, scopes), ['assertion', made.jwt]];
  return await endpointRequest(ports, server.token, values, standard, server.issuer);
}

function grantParameters(
  server: AuthorizationServer,
  endpoint: TokenEndpoint,
  scopes: readonly string[],
): StandardParameters {
  return [
    ['grant_type', endpoint.grantType],
    ...(scopes.length > 0 ? [['scope', scopes.join(server.scopeSeparator)] as const] : []),
    ...resources(server),
  ];
}

/** The second exchange of a definition: what the first answer brought for what is kept. */
export function exchangeRequest(
  ports: RequestPorts,
  server: AuthorizationServer & { readonly exchange: TokenEndpoint },
  values: RequestValues & { readonly tokens: TokenSet },
): Promise<BuiltRequest> {
  const standard: StandardParameters = [['grant_type', server.exchange.grantType]];
  return endpointRequest(ports, server.exchange, values, standard, server.issuer);
}

/**
 * A refresh request (RFC 6749 section 6). No scope is sent unless the definition asks for it: the grant's own scope is
 * kept. Where access is granted to the client itself, or to the current access token, that is asked for again.
 */
export function refreshTokenGrantRequest(
  ports: RequestPorts,
  server: AuthorizationServer,
  values: RequestValues & { readonly tokens?: TokenSet },
  scopes: readonly string[],
): Promise<BuiltRequest> {
  const { refresh } = server;
  if (refresh.by === 'grant') return directGrantRequest(ports, server, values, scopes);
  const refreshToken = values.tokens?.refreshToken;
  return endpointRequest(
    ports,
    refresh,
    values,
    [
      ['grant_type', refresh.grantType],
      ...(refresh.by === 'refresh_token' && refreshToken ? [['refresh_token', reveal(refreshToken)] as const] : []),
      ...resources(server),
    ],
    server.issuer,
  );
}

/** RFC 8707 section 2.2. */
function resources(server: AuthorizationServer): StandardParameters {
  return server.resource.map((uri) => ['resource', uri] as const);
}
