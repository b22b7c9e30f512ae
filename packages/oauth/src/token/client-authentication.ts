import type { ClientAuthentication } from '../provider/definition.js';
import { randomToken } from '../random.js';
import { reveal, type Secret } from '../secret.js';
import { isPrivateJwk, isPrivateKey } from './private-key.js';
import type { RequestClient, RequestPorts } from './request-values.js';
import { jwtSignedWithKey, jwtSignedWithSecret, UnusableKey } from './signed-jwt.js';

/** What authenticating a client adds to a request. */
export interface ClientProof {
  readonly headers: Readonly<Record<string, string>>;
  readonly parameters: readonly (readonly [string, string])[];
  /** PEM texts of a client certificate and its key, for the connection itself (RFC 8705). */
  readonly certificate?: Secret;
}

/** How long a client assertion may be used, in seconds. */
const assertionSeconds = 60;

/**
 * Proves the client at the token or revocation endpoint (RFC 6749 section 2.3.1; RFC 7523 section 2.2; RFC 8705 section
 * 2.1). An assertion's one audience is the verified issuer, else the exact URL that is posted to. Rejects with an
 * UnusableKey, also rather than send a private key where a secret is asked for.
 */
export async function authenticateClient(
  ports: RequestPorts,
  client: RequestClient,
  endpoint: {
    readonly clientAuthentication: ClientAuthentication;
    readonly authorizationScheme?: string;
    readonly audience: string;
    readonly token?: Secret;
  },
): Promise<ClientProof> {
  const { clientId, clientSecret } = client;
  const method = endpoint.clientAuthentication;
  const scheme = endpoint.authorizationScheme;
  if (method === 'bearer_token')
    return endpoint.token ? authorization(scheme ?? 'Bearer', reveal(endpoint.token)) : { headers: {}, parameters: [] };
  if (method === 'none' || clientSecret === undefined) return { headers: {}, parameters: [['client_id', clientId]] };
  // A client certificate comes with its key in PEM, for the handshake alone.
  const isKey = method === 'tls_client_auth' ? isPrivateJwk : isPrivateKey;
  if (method !== 'private_key_jwt' && isKey(reveal(clientSecret)))
    throw new UnusableKey(
      'the client secret is a private key, which is never sent: set clientAuthentication to private_key_jwt',
    );
  switch (method) {
    case 'client_secret_basic':
      return authorization(scheme ?? 'Basic', basic(formEncode(clientId), formEncode(reveal(clientSecret))));
    case 'client_secret_basic_raw':
      return authorization(scheme ?? 'Basic', basic(clientId, reveal(clientSecret)));
    case 'secret_as_user_name':
      return authorization(scheme ?? 'Basic', basic(reveal(clientSecret), ''));
    case 'bearer_secret':
      return authorization(scheme ?? 'Bearer', reveal(clientSecret));
    case 'client_secret_post':
      return {
        headers: {},
        parameters: [
          ['client_id', clientId],
          ['client_secret', reveal(clientSecret)],
        ],
      };
    case 'tls_client_auth':
      return { headers: {}, parameters: [['client_id', clientId]], certificate: clientSecret };
    case 'client_secret_jwt':
    case 'private_key_jwt': {
      const claims = assertionClaims(ports, clientId, endpoint.audience);
      const assertion =
        method === 'private_key_jwt'
          ? await jwtSignedWithKey(clientSecret, claims)
          : await jwtSignedWithSecret(clientSecret, claims);
      return {
        headers: {},
        parameters: [
          ['client_id', clientId],
          ['client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
          ['client_assertion', assertion],
        ],
      };
    }
  }
}

/** The claims of a client assertion (RFC 7523 section 3). */
function assertionClaims(ports: RequestPorts, clientId: string, audience: string): Readonly<Record<string, unknown>> {
  const now = Math.floor(ports.clock.epochMs() / 1000);
  return {
    iss: clientId,
    sub: clientId,
    aud: audience,
    jti: randomToken(ports.random, 16),
    iat: now,
    exp: now + assertionSeconds,
  };
}

function authorization(scheme: string, credentials: string): ClientProof {
  return { headers: { authorization: `${scheme} ${credentials}` }, parameters: [] };
}

/** Base64 of the pair's UTF-8 octets (RFC 7617 section 2.1). */
function basic(user: string, password: string): string {
  let octets = '';
  for (const octet of new TextEncoder().encode(`${user}:${password}`)) octets += String.fromCharCode(octet);
  return btoa(octets);
}

/** application/x-www-form-urlencoded of one value, as RFC 6749 section 2.3.1 asks before Basic. */
function formEncode(value: string): string {
  return new URLSearchParams({ v: value }).toString().slice(2);
}
