import type { HttpRequest } from '../ports.js';
import type { ClientAuthentication, Definition } from '../provider/definition.js';
import { reveal, type Secret } from '../secret.js';

/** What a registration asks for besides what the definition says. */
export interface WantedClient {
  /** Shown to people when they consent. */
  readonly clientName: string;
  readonly redirectUri: string;
  /** Where the client's public keys are, for private_key_jwt. */
  readonly jwksUri: string;
  readonly scopes: readonly string[];
  /** RFC 7591 section 3: what some servers want before they register anybody. */
  readonly initialAccessToken?: Secret;
}

/** A client registration request (RFC 7591 section 3.1) to `url`; `undefined` where the client authentication has no name there. */
export function clientRegistrationRequest(
  url: string,
  definition: Definition,
  wanted: WantedClient,
): HttpRequest | undefined {
  const method = registeredMethods[definition.token.clientAuthentication ?? 'client_secret_basic'];
  if (!method) return undefined;
  const { grantType = 'authorization_code', scopeSeparator = ' ' } = definition;
  const redirects = grantType === 'authorization_code';
  const metadata = {
    client_name: wanted.clientName,
    redirect_uris: redirects ? [wanted.redirectUri] : [],
    grant_types: redirects ? ['authorization_code', 'refresh_token'] : (grantTypeNames[grantType] ?? [grantType]),
    response_types: redirects ? ['code'] : [],
    token_endpoint_auth_method: method,
    ...(method === 'private_key_jwt' ? { jwks_uri: wanted.jwksUri } : {}),
    ...(wanted.scopes.length > 0 ? { scope: wanted.scopes.join(scopeSeparator) } : {}),
  };
  return {
    method: 'POST',
    url,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      ...(wanted.initialAccessToken ? { authorization: `Bearer ${reveal(wanted.initialAccessToken)}` } : {}),
    },
    body: JSON.stringify(metadata),
  };
}

/** RFC 7591 section 2, `token_endpoint_auth_method`. */
export const registeredMethods: Readonly<Partial<Record<ClientAuthentication, string>>> = {
  client_secret_basic: 'client_secret_basic',
  client_secret_basic_raw: 'client_secret_basic',
  client_secret_post: 'client_secret_post',
  client_secret_jwt: 'client_secret_jwt',
  private_key_jwt: 'private_key_jwt',
  tls_client_auth: 'tls_client_auth',
  none: 'none',
};

const grantTypeNames: Readonly<Record<string, readonly string[]>> = {
  device_code: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
  jwt_bearer: ['urn:ietf:params:oauth:grant-type:jwt-bearer'],
};
