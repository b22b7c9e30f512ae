import type { checkSchema } from '@latchkey/oauth';

type Schema = Parameters<typeof checkSchema>[0];

const text = { type: 'string', minLength: 1, maxLength: 2000 } as const;
const address = { ...text, pattern: '^(https://|\\{)\\S+$', examples: ['https://as.example/token'] } as const;
const key = { ...text, pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', examples: ['acme-books'] } as const;
const number = { type: 'integer', minimum: 0, maximum: 3_153_600_000 } as const;
const flag = { type: 'boolean' } as const;
const texts = { type: 'array', items: text, maxItems: 50 } as const;
const map = { type: 'object', propertyNames: text, additionalProperties: text, maxProperties: 50 } as const;

function oneOf<const C extends readonly string[]>(...choices: C) {
  return { type: 'string', enum: choices } as const;
}

function object<const P extends Readonly<Record<string, Schema>>, const R extends readonly string[]>(
  properties: P,
  required: R,
) {
  return { type: 'object', properties, required, additionalProperties: false } as const;
}

/** How a client proves itself; the longer words are of endpoints that nothing standard describes. */
const auth = oneOf(
  'body',
  'basic',
  'basic or body',
  'basic(secret as username)',
  'bearer',
  'bearer secret',
  'mtls',
  'none',
  'private_key_jwt',
);

/** What one request has of its own. `only`: these parameters, by their names on the wire, and no others. */
const request = {
  method: oneOf('DELETE', 'GET', 'POST', 'PUT'),
  auth,
  body: oneOf('form', 'json', 'none', 'query', 'xml'),
  /** The element that the parameters of XML stand in; without it the only one is the document. */
  xml_element: text,
  only: texts,
  /** Parameters that may be sent as well. */
  may: texts,
  params: map,
  param_names: map,
  headers: map,
} as const;

const slot = oneOf('host', 'host-label', 'host-suffix', 'path', 'query', 'url', 'value');

/** The format of a file of facts. Texts may hold {placeholders}: what the server knows when it sees the request. */
export const factsSchema = object(
  {
    key,
    name: text,
    evidence: object(
      {
        page: address,
        date: { ...text, pattern: '^\\d{4}-\\d{2}-\\d{2}$', examples: ['2026-11-22'] },
        date_kind: oneOf('page', 'snapshot', 'read'),
        kind: oneOf('documentation', 'public source'),
        also: texts,
        checked: oneOf('not checked live'),
      },
      ['page', 'kind', 'checked'],
    ),
    docs_url: address,
    flow: oneOf('authorization_code', 'client_credentials', 'oauth2_grant_server_side'),
    grant_type: text,
    response_type: text,
    authorize_url: address,
    authorize_url_fallback: address,
    authorize_params: map,
    authorize_param_names: map,
    authorize_request: object({ only: texts }, []),
    /** The route behind which the parameters stand in the fragment. */
    url_fragment: text,
    scope_separator: text,
    scope_param: text,
    pkce: oneOf('S256', 'off', 'required'),
    code_param: text,
    /** The parameter that signs the callback: HMAC-SHA256 in hexadecimal, over the others in order of their names. */
    callback_signature: text,
    /** What is sent as redirect_uri where that is not the address itself. */
    redirect_uri: text,
    token_url: address,
    token_url_fallback: address,
    token_url_alternative: address,
    token_params: map,
    token_param_names: map,
    token_request: object(request, []),
    client_auth: auth,
    body_format: oneOf('form', 'json', 'query', 'xml'),
    xml_element: text,
    http_method: oneOf('GET', 'POST'),
    headers: map,
    exchange_request: object({ url: address, ...request }, ['url']),
    refresh_url: address,
    refresh_declared: flag,
    refresh_params: map,
    refresh_request: object(request, []),
    response: object(
      {
        format: oneOf('xml'),
        access_token: text,
        access_token_alternate_path: text,
        access_token_claims: map,
        refresh_token: text,
        expires: text,
        /** Where the life of the refresh token is told, in seconds. */
        refresh_expires: text,
        expires_kind: oneOf('iso', 'seconds', 'unix_ms', 'unix_seconds'),
        /** Members of every success, and of every failure, which then has status 200. */
        success: map,
        failure: map,
      },
      [],
    ),
    capture: object({ callback: texts, token_response: texts }, []),
    access_token_lifetime: number,
    refresh_token_lifetime: number,
    refresh_token_rotates: oneOf('yes', 'no'),
    idle_expiry_days: number,
    /** Counted from the consent: no refresh moves it. */
    absolute_expiry_days: number,
    refresh_revokes_access_token: flag,
    reuse_grace_seconds: number,
    revoke_url: address,
    revoke_url_fallback: address,
    revoke: object(
      { ...request, token_param: text, token: oneOf('access', 'either', 'refresh'), effect: text, answer: map },
      ['method'],
    ),
    revoke_alternative: object({ url: address, method: text, auth: text, body: text }, []),
    account_url: address,
    account_url_fallback: address,
    account_path: text,
    account_request: object({ ...request, answer: map }, []),
    /** Requests that finish connecting. */
    later_requests: { type: 'array', items: object({ url: address, ...request, answer: map }, ['url']), maxItems: 5 },
    /** What finds the token endpoint, after the request to `token_url`; the last is the token request. */
    extra_steps: {
      type: 'array',
      items: object({ url: address, method: text, params: map, headers: map }, ['url', 'method']),
      maxItems: 5,
    },
    api_base: text,
    api_headers: map,
    url_variables: {
      type: 'array',
      items: object(
        {
          name: text,
          in: {
            type: 'object',
            propertyNames: oneOf(
              'api_base',
              'api_header',
              'authorize_params',
              'authorize_url',
              'refresh_url',
              'token_params',
              'token_url',
            ),
            additionalProperties: slot,
            maxProperties: 7,
          },
          source: oneOf('account', 'automated', 'callback', 'connection', 'token_response'),
          enum: texts,
          default: text,
          example: text,
          optional: flag,
        },
        ['name', 'in', 'source'],
      ),
      maxItems: 10,
    },
    discovery_url: address,
    introspection_url: address,
    /** An address that tells about the access token in its Authorization header. */
    token_info_url: address,
    device_authorization_url: address,
    registration_url: address,
    scopes: {
      type: 'array',
      items: object({ scope: text, meaning: text, offline: flag }, ['scope', 'meaning']),
      maxItems: 20,
    },
    notes: texts,
    capabilities: texts,
  },
  ['key', 'name', 'evidence', 'flow', 'token_url'],
);

/** The type of what fits a schema. */
type Fitting<S> = S extends { readonly enum: readonly (infer Choice)[] }
  ? Choice
  : S extends { readonly type: 'string' }
    ? string
    : S extends { readonly type: 'integer' }
      ? number
      : S extends { readonly type: 'boolean' }
        ? boolean
        : S extends { readonly type: 'array'; readonly items: infer Items }
          ? readonly Fitting<Items>[]
          : S extends { readonly properties: infer P; readonly required: readonly (infer R)[] }
            ? { readonly [K in Extract<keyof P, R>]: Fitting<P[K]> } & {
                readonly [K in Exclude<keyof P, R>]?: Fitting<P[K]>;
              }
            : S extends { readonly additionalProperties: infer Value }
              ? Readonly<Record<string, Fitting<Value>>>
              : never;

/** What is known of a provider, from a page that is not ours. */
export type Facts = Fitting<typeof factsSchema>;
/** Whether a provider needs something of a name in the list of capabilities. */
export function needs({ capabilities }: Pick<Facts, 'capabilities'>, capability: string): boolean {
  return capabilities?.includes(capability) === true;
}

export type RequestFacts = NonNullable<Facts['token_request']>;
export type AuthFact = NonNullable<Facts['client_auth']>;
