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
      'The private JWK that signs, whose `alg` and `kid` count: {client.secret} (the default) or a secret input.',
    ),
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

/** Dynamic client registration (RFC 7591). */
export const registrationSchema = {
  type: 'object',
  description: 'Dynamic client registration (RFC 7591): where Latchkey registers a client of its own when asked to.',
  properties: { url: template('The client registration endpoint.') },
  required: ['url'],
  additionalProperties: false,
} as const;
