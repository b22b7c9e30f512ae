import { authorizeSchema, callbackSchema } from './authorize-schema.js';
import { deviceSchema } from './device-schema.js';
import { assertionSchema, introspectSchema, registrationSchema, signedSecretSchema } from './endpoint-schemas.js';
import type { ObjectSchema } from './from-schema.js';
import { apiSchema, capturesSchema, inputsSchema, stepsSchema } from './parts-schema.js';
import { requestProperties, responseSchema } from './request-schema.js';
import { oneOf, ownName, path, seconds, template, wireName, words } from './texts.js';

const token = {
  type: 'object',
  description: 'The access token request (RFC 6749 section 4.1.3) and its answer.',
  properties: {
    ...requestProperties,
    grantType: words('The value of grant_type where it is not the standard one.'),
    forward: {
      type: 'array',
      description: 'Callback parameters that are sent on with the code.',
      items: wireName,
      maxItems: 20,
    },
    response: responseSchema,
    defaultExpiresIn: seconds('Life of an access token in seconds when the answer does not say.'),
    rateLimit: {
      type: 'object',
      description:
        'How often one client may ask for tokens, refreshes and revocations included; refreshes are paced below it.',
      properties: {
        requests: { type: 'integer', description: 'At most this many.', minimum: 1, maximum: 1_000_000 },
        seconds: { type: 'integer', description: 'In any so many seconds.', minimum: 1, maximum: 86_400 },
      },
      required: ['requests', 'seconds'],
      additionalProperties: false,
    },
  },
  required: ['url'],
  additionalProperties: false,
} as const;

const { forward: _, rateLimit: __, ...exchangeProperties } = token.properties;

const refresh = {
  type: 'object',
  description: 'The refresh request (RFC 6749 section 6), where it differs from `token`, and what is known of it.',
  properties: {
    ...requestProperties,
    grantType: words('The value of grant_type where it is not refresh_token.'),
    by: oneOf('`access_token`: there is no refresh token; the current access token is exchanged for the next.', [
      'refresh_token',
      'access_token',
    ]),
    response: responseSchema,
    reuseGrace: seconds('A used refresh token is answered again within this many seconds.'),
    revokesAccessToken: {
      type: 'boolean',
      description:
        'A refresh ends the access token before it at once: it is made late, and readers wait while one is under way.',
    },
    window: seconds('Refreshing is allowed only when the access token lives no longer than this many seconds.'),
    terminalErrors: {
      type: 'array',
      description: 'Error codes, besides invalid_grant, that mean that the grant is dead.',
      items: words('An error code.'),
      maxItems: 30,
    },
  },
  required: [],
  additionalProperties: false,
} as const;

const revoke = {
  type: 'object',
  description: 'The revocation request (RFC 7009), called when a connection is disconnected.',
  properties: {
    ...requestProperties,
    reach: oneOf('What revoking one token ends: that grant only, or every grant of that person for this client.', [
      'grant',
      'account',
    ]),
    token: oneOf('Which tokens are revoked; both unless said otherwise, the refresh token first.', [
      'both',
      'refresh_token',
      'access_token',
    ]),
    response: responseSchema,
  },
  required: ['url'],
  additionalProperties: false,
} as const;

/** The whole format. What a field does not say is as the RFCs say; every default can be removed or replaced. */
export const definitionSchema = {
  type: 'object',
  description: 'A provider as data. Texts called templates may hold placeholders such as {shop}.',
  properties: {
    name: { ...words("The provider's name as people know it."), maxLength: 100 },
    documentation: template("The provider's own page about OAuth, for people."),
    grantType: oneOf('How access is granted; the authorization code grant unless said otherwise.', [
      'authorization_code',
      'client_credentials',
      'device_code',
      'jwt_bearer',
      'password',
    ]),
    issuer: template('Issuer identifier (RFC 8414 section 2), compared with `iss` (RFC 9207). A template.'),
    client: {
      type: 'object',
      description: 'The client registration.',
      properties: {
        owner: oneOf('Whose it is: the vendor gives one per environment, or each customer brings one per connection.', [
          'environment',
          'connection',
        ]),
        idLabel: { ...words('What the provider calls the client id.'), maxLength: 100 },
        secretLabel: { ...words('What the provider calls the client secret.'), maxLength: 100 },
        callbackLabel: { ...words('What the provider calls the callback URL.'), maxLength: 100 },
        signedSecret: signedSecretSchema,
      },
      required: [],
      additionalProperties: false,
    },
    inputs: inputsSchema,
    authorize: authorizeSchema,
    callback: callbackSchema,
    device: deviceSchema,
    token,
    exchange: {
      ...token,
      properties: exchangeProperties,
      description:
        'A second exchange right after the first, whose answer takes the place of the first (short for long-lived).',
    },
    refresh,
    revoke,
    assertion: assertionSchema,
    introspect: introspectSchema,
    registration: registrationSchema,
    otherTokens: {
      type: 'array',
      description:
        'Further token sets in the answer to the code, each kept, refreshed and revoked beside the main one.',
      items: {
        type: 'object',
        properties: {
          name: ownName,
          accessToken: path('Where its access token stands.'),
          refreshToken: path('Where its refresh token stands.'),
          expiry: responseSchema.properties.expiry,
        },
        required: ['name', 'accessToken'],
        additionalProperties: false,
      },
      maxItems: 3,
    },
    captures: capturesSchema,
    steps: stepsSchema,
    scopes: {
      type: 'array',
      description: 'Scopes worth offering.',
      items: {
        type: 'object',
        properties: {
          scope: words('As it is sent.'),
          label: words('For people: what it allows.'),
          need: oneOf('`required` ones are always asked for; `optional` ones by choice.', ['required', 'optional']),
          parameter: wireName,
        },
        required: ['scope'],
        additionalProperties: false,
      },
      maxItems: 200,
    },
    scopeSeparator: {
      type: 'string',
      description: 'Between scopes; a space in RFC 6749 section 3.3.',
      minLength: 1,
      maxLength: 2,
      pattern: '^[ ,;+|]{1,2}$',
      examples: [','],
    },
    resource: {
      type: 'array',
      description: 'Resource indicators (RFC 8707), sent with authorization, token and refresh requests.',
      items: template('An absolute URI.'),
      maxItems: 10,
    },
    account: {
      type: 'object',
      description: 'Where the name of the remote account is found after connecting.',
      properties: {
        idTokenClaim: words('A claim of the ID token (OpenID Connect Core 3.1.3.7, item 6).'),
        tokenMember: path('A member of the token answer.'),
        capture: words('A name from `captures` or `steps`.'),
      },
      required: [],
      additionalProperties: false,
    },
    exposeMembers: {
      type: 'array',
      description:
        'Top-level members of the token answer that vendors may read although the deny-list would drop them.',
      items: words('A member.'),
      maxItems: 50,
    },
    api: apiSchema,
    lifetimes: {
      type: 'object',
      description: 'What is known of the clocks that end a grant.',
      properties: {
        refreshToken: seconds('Life of a refresh token in seconds, counted from its issue.'),
        idle: seconds('A grant that is not refreshed for this many seconds is gone.'),
        absolute: seconds('A grant ends this many seconds after the consent, however often it is refreshed.'),
      },
      required: [],
      additionalProperties: false,
    },
  },
  required: ['name', 'token'],
  additionalProperties: false,
} as const satisfies ObjectSchema;
