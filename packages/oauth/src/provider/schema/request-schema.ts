import { xmlNamePattern } from '../../token/xml-body.js';
import { oneOf, path, template, templates, wireName, words } from './texts.js';

/** The standard parameters of requests to the token, revocation and introspection endpoints, by their RFC names. */
export const standardParameters = [
  'assertion',
  'client_assertion',
  'client_assertion_type',
  'client_id',
  'client_secret',
  'code',
  'code_verifier',
  'device_code',
  'grant_type',
  'password',
  'redirect_uri',
  'refresh_token',
  'resource',
  'scope',
  'token',
  'token_type_hint',
  'username',
] as const;

export const clientAuthentications = [
  'client_secret_basic',
  'client_secret_basic_raw',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'secret_as_user_name',
  'bearer_secret',
  'bearer_token',
  'none',
] as const;

/** How one endpoint is called. */
export const requestProperties = {
  url: template('Where to. A template; its own query is kept and sent first.'),
  urlFallback: template('Instead of `url` while an optional input that `url` asks for has no value.'),
  method: oneOf('POST unless said otherwise.', ['POST', 'GET', 'PUT', 'PATCH', 'DELETE']),
  body: oneOf(
    'Where the parameters go: form (the default), a JSON object, an XML document, the query of the URL, or nowhere.',
    ['form', 'json', 'xml', 'query', 'none'],
  ),
  xmlElement: {
    ...words(
      'Of the body xml: the element that the parameters stand in. Without it the only parameter is the document.',
    ),
    maxLength: 100,
    pattern: xmlNamePattern,
    examples: ['credentials'],
  },
  clientAuthentication: oneOf(
    'How the client proves itself (RFC 6749 section 2.3). `client_secret_basic` encodes id and secret as the RFC says, `…_raw` does not; `secret_as_user_name` is Basic with the secret as user and no password; `bearer_secret` and `bearer_token` send the client secret or the token itself behind the scheme word; `none` sends client_id only.',
    clientAuthentications,
  ),
  authorizationScheme: {
    ...words('Scheme word of the Authorization header in place of Basic or Bearer.'),
    maxLength: 40,
    pattern: '^[A-Za-z][A-Za-z0-9-]*$',
    examples: ['Token'],
  },
  headers: templates('Extra headers.'),
  parameters: templates(
    'Extra parameters. One whose placeholder has no value is left out; a standard name here replaces the standard value.',
  ),
  names: {
    type: 'object',
    description: 'Standard parameters that have another name here, for example {"client_id": "client_key"}.',
    propertyNames: { type: 'string', enum: standardParameters },
    additionalProperties: wireName,
    maxProperties: 20,
  },
  omit: {
    type: 'array',
    description: 'Standard parameters that must not be sent.',
    items: oneOf('A standard parameter.', standardParameters),
    maxItems: 20,
  },
  signature: {
    type: 'object',
    description: 'A signature over the request, for endpoints that ask for one.',
    properties: {
      algorithm: oneOf('`HMAC-SHA256` is keyed with the client secret; `SHA-256` is a plain digest.', [
        'HMAC-SHA256',
        'SHA-256',
      ]),
      over: template('What is signed; {request.body} is the body as sent.'),
      encoding: oneOf('How the octets are written.', ['hex', 'base64']),
      header: wireName,
    },
    required: ['algorithm', 'over', 'encoding', 'header'],
    additionalProperties: false,
  },
} as const;

const expiryKind = oneOf('Counted from now, or a moment.', [
  'seconds',
  'milliseconds',
  'unix_seconds',
  'unix_milliseconds',
  'iso_8601',
]);
const never = {
  type: 'array',
  description: 'Values that mean that there is no end, as texts.',
  items: words('0'),
  maxItems: 5,
} as const;

/** Where and how an answer tells an end. */
function expirySchema<const D extends string>(description: D) {
  return {
    type: 'object',
    description,
    properties: { path: path('Where it stands.'), kind: expiryKind, never },
    required: ['path', 'kind'],
    additionalProperties: false,
  } as const;
}

/** How one endpoint answers. */
export const responseSchema = {
  type: 'object',
  description: 'Where the answer differs from RFC 6749 section 5.',
  properties: {
    format: oneOf(
      '`form` for an answer that is form-encoded, `json_or_form` where both occur, `xml` for a document: its element is the first name of a path.',
      ['json', 'form', 'json_or_form', 'xml'],
    ),
    accessToken: {
      type: 'array',
      description: 'Where the access token stands; the first that is there counts.',
      items: path('A path.'),
      maxItems: 5,
    },
    refreshToken: {
      type: 'array',
      description: 'Where the refresh token stands; the first that is there counts.',
      items: path('A path.'),
      maxItems: 5,
    },
    scope: path('Where the granted scope stands.'),
    expiry: expirySchema('Where and how the end of the access token is told.'),
    refreshTokenExpiry: expirySchema(
      'Where and how the end of the refresh token is told; without it refresh_token_timeout and refresh_token_expires_in are looked at.',
    ),
    authorizationExpiry: expirySchema(
      'Where and how the end of the consent itself is told; authorization_expires_in without it.',
    ),
    issuedAt: path('Where the moment of issue stands, in unix seconds; used when it is sane.'),
    success: {
      type: 'object',
      description: 'What an answer with status 200 must hold to be a success.',
      properties: {
        path: path('Where it stands.'),
        values: { type: 'array', description: 'As texts.', items: words('true, 0, ok …'), maxItems: 10 },
      },
      required: ['path', 'values'],
      additionalProperties: false,
    },
    failure: {
      type: 'object',
      description: 'A member that only failures hold, whatever the status.',
      properties: {
        path: path('Where it stands.'),
        except: {
          type: 'array',
          description: 'Values that mean no failure, as texts.',
          items: words('0'),
          maxItems: 10,
        },
      },
      required: ['path'],
      additionalProperties: false,
    },
    error: path('Where the error code stands.'),
    errorDescription: path("Where the provider's words about it stand."),
    noToken: oneOf('`extended`: a success without a token means that the old one lives on (refresh only).', [
      'failure',
      'extended',
    ]),
  },
  required: [],
  additionalProperties: false,
} as const;
