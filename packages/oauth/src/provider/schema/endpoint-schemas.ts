import { requestProperties } from './request-schema.js';
import { seconds, template, templates } from './texts.js';

/** The introspection request (RFC 7662). */
export const introspectSchema = {
  type: 'object',
  description:
    'The introspection request (RFC 7662): asked for the end of an access token where the token answer does not tell it, and when a connection is tested.',
  properties: requestProperties,
  required: ['url'],
  additionalProperties: false,
} as const;

/** The assertion of the JWT bearer grant (RFC 7523 section 2.1). */
export const assertionSchema = {
  type: 'object',
  description:
    'Of the grant type jwt_bearer (RFC 7523 section 2.1): the JWT that is signed and sent as `assertion`. `iat`, `exp` and `jti` are set by Latchkey.',
  properties: {
    key: template(
      'The private key that signs, {client.secret} (the default) or a secret input: a JWK, whose `alg` and `kid` count, or an unencrypted PKCS#8 PEM of RSA (RS256), P-256 (ES256) or P-384 (ES384).',
    ),
    keyId: template('The `kid` of its header, for a key that does not name itself.'),
    issuer: template('The claim `iss`; the client id unless said otherwise.'),
    subject: template('The claim `sub`: who access is asked for; the issuer of the assertion unless said otherwise.'),
    audience: template(
      "The claim `aud`; the definition's issuer, else the token endpoint's URL, unless said otherwise.",
    ),
    lifetime: seconds('From `iat` to `exp`; 300 unless said otherwise.'),
    claims: templates('Further claims, as texts. One whose placeholder has no value is left out.'),
  },
  required: [],
  additionalProperties: false,
} as const;

/** A client secret that is an assertion. */
export const signedSecretSchema = {
  ...assertionSchema,
  description:
    'Where the client secret of a provider is itself a JWT: it is signed anew for each request, with the fields of `assertion`, and sent as `clientAuthentication` says.',
} as const;

/** Dynamic client registration (RFC 7591). */
export const registrationSchema = {
  type: 'object',
  description: 'Dynamic client registration (RFC 7591): where Latchkey registers a client of its own when asked to.',
  properties: { url: template('The client registration endpoint.') },
  required: ['url'],
  additionalProperties: false,
} as const;
