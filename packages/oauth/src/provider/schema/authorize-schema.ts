import { requestProperties } from './request-schema.js';
import { oneOf, template, templates, wireName, words } from './texts.js';

/** The standard parameters of an authorization request, by their RFC names. */
export const authorizationParameters = [
  'client_id',
  'code_challenge',
  'code_challenge_method',
  'redirect_uri',
  'response_type',
  'scope',
  'state',
] as const;

/** How consent is asked for. */
export const authorizeSchema = {
  type: 'object',
  description: 'The authorization request (RFC 6749 section 4.1.1).',
  properties: {
    url: template('The authorization endpoint. A template; its own query is kept and sent first.'),
    urlFallback: requestProperties.urlFallback,
    parameters: templates(
      'Extra parameters. Reserved names are refused; one whose placeholder has no value is left out.',
    ),
    names: {
      type: 'object',
      description: 'Standard parameters that have another name here.',
      propertyNames: { type: 'string', enum: authorizationParameters },
      additionalProperties: wireName,
      maxProperties: 7,
    },
    omit: {
      type: 'array',
      description: 'Standard parameters that must not be sent.',
      items: oneOf('A standard parameter.', authorizationParameters),
      maxItems: 7,
    },
    responseType: words('`code` unless said otherwise.'),
    placement: oneOf(
      'Where the parameters go: the query, or behind the route in the fragment of a page (`#/route?…`).',
      ['query', 'fragment'],
    ),
    scopeEncoding: oneOf(
      'How scopes are written into the URL: `form` (a space becomes +), `percent` (a space becomes %20), `raw` (nothing but spaces is encoded, as +).',
      ['form', 'percent', 'raw'],
    ),
    pkce: oneOf('RFC 7636. S256 unless the provider breaks on it.', ['S256', 'plain', 'none']),
    pkceReason: words('Why `pkce` is not S256; an inline definition that turns it off has to say.'),
    iss: oneOf('RFC 9207. `required` refuses responses without `iss`; `if_sent` checks it when it is there.', [
      'required',
      'if_sent',
    ]),
    pushedUrl: template('The pushed authorization request endpoint (RFC 9126); used when given.'),
  },
  required: ['url'],
  additionalProperties: false,
} as const;

/** How the answer comes back. */
export const callbackSchema = {
  type: 'object',
  description: 'The authorization response (RFC 6749 section 4.1.2), where it differs.',
  properties: {
    names: {
      type: 'object',
      description: 'Parameters that have another name here, for example {"code": "spapi_oauth_code"}.',
      propertyNames: { type: 'string', enum: ['code', 'error', 'error_description', 'state'] },
      additionalProperties: wireName,
      maxProperties: 4,
    },
    errors: {
      type: 'object',
      description:
        'Error codes of the callback that are not of RFC 6749 section 4.1.2.1, and the standard ones that they mean.',
      propertyNames: wireName,
      additionalProperties: oneOf('A standard code.', [
        'access_denied',
        'server_error',
        'temporarily_unavailable',
        'unauthorized_client',
        'invalid_scope',
      ]),
      maxProperties: 20,
    },
    signature: {
      type: 'object',
      description:
        'The callback is signed: HMAC-SHA256, keyed with the client secret, over the other parameters in order of their names, each `name=value`, joined by &.',
      properties: { parameter: wireName, encoding: oneOf('How the octets are written.', ['hex', 'base64']) },
      required: ['parameter', 'encoding'],
      additionalProperties: false,
    },
    state: oneOf(
      '`dropped`: the provider may send people back without the `state` that it was sent. Weaker: such an answer is taken for the one sign-in of that browser within three minutes, and the person has to confirm the account. Say it only of a provider that does so.',
      ['returned', 'dropped'],
    ),
    delivery: oneOf(
      '`out_of_band`: the person copies the code from a page of the provider and pastes it into the wizard.',
      ['redirect', 'out_of_band'],
    ),
    redirectUri: template(
      'What is sent as redirect_uri in place of our callback URL: for out-of-band codes, or an alias.',
    ),
  },
  required: [],
  additionalProperties: false,
} as const;
