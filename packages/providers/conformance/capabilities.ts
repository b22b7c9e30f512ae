import type { Definition } from '@latchkey/oauth';

/** What providers need of a definition, by the names of a census of 853 families, and how a definition says it. */
export type Capability =
  | {
      readonly id: string;
      readonly tier: 'T1' | 'T2';
      /** Merged over a plain definition, group by group. */
      readonly saidBy: { readonly [Group in keyof Definition]?: unknown };
    }
  | { readonly id: string; readonly tier: 'T1' | 'T2'; readonly outOfScope: string };

const input = { name: 'shop', label: 'Shop', type: 'text', visibility: 'customer', required: true } as const;
const host = { ...input, name: 'server', type: 'host', hosts: ['*.example.com'] } as const;
const captured = (name: string, from: string, path: string) => [{ name, from, path }];

/** T1: needed to obtain and refresh tokens. T2: connection metadata and use of the API. */
export const capabilities: readonly Capability[] = [
  { id: 'url.variable', tier: 'T1', saidBy: { inputs: [input], token: { url: 'https://{shop}.example.com/token' } } },
  { id: 'cred.per_connection_client', tier: 'T1', saidBy: { client: { owner: 'connection' } } },
  { id: 'url.variable_host', tier: 'T1', saidBy: { inputs: [host], token: { url: 'https://{server}/token' } } },
  { id: 'tok.basic', tier: 'T1', saidBy: { token: { clientAuthentication: 'client_secret_basic' } } },
  { id: 'flow.client_credentials', tier: 'T1', saidBy: { grantType: 'client_credentials' } },
  { id: 'auth.pkce_off', tier: 'T1', saidBy: { authorize: { pkce: 'none' } } },
  { id: 'auth.extra_params', tier: 'T1', saidBy: { authorize: { parameters: { prompt: 'consent' } } } },
  { id: 'auth.scope_separator', tier: 'T1', saidBy: { scopeSeparator: ',' } },
  { id: 'tok.json', tier: 'T1', saidBy: { token: { body: 'json' } } },
  { id: 'ref.url', tier: 'T1', saidBy: { refresh: { url: 'https://as.example.com/refresh' } } },
  { id: 'tok.templated_params', tier: 'T1', saidBy: { inputs: [input], token: { parameters: { account: '{shop}' } } } },
  { id: 'tok.extra_params', tier: 'T1', saidBy: { token: { parameters: { audience: 'https://api.example.com' } } } },
  { id: 'tok.param_omit', tier: 'T1', saidBy: { token: { omit: ['grant_type', 'redirect_uri'] } } },
  {
    id: 'auth.templated_params',
    tier: 'T1',
    saidBy: { inputs: [input], authorize: { parameters: { shop: '{shop}' } } },
  },
  { id: 'resp.path', tier: 'T1', saidBy: { token: { response: { accessToken: ['data.access_token', 'token'] } } } },
  { id: 'url.own_query', tier: 'T1', saidBy: { authorize: { url: 'https://as.example.com/authorize?display=page' } } },
  { id: 'tok.param_rename', tier: 'T1', saidBy: { token: { names: { client_id: 'client_key' } } } },
  { id: 'resp.default_ttl', tier: 'T1', saidBy: { token: { defaultExpiresIn: 3600 } } },
  { id: 'ref.params', tier: 'T1', saidBy: { refresh: { parameters: { scope: '{request.scope}' } } } },
  { id: 'tok.headers', tier: 'T1', saidBy: { token: { headers: { 'x-api-version': '2' } } } },
  {
    id: 'url.fallback',
    tier: 'T1',
    saidBy: {
      inputs: [host],
      token: { url: 'https://{server}/token', urlFallback: 'https://login.example.com/token' },
    },
  },
  { id: 'auth.param_rename', tier: 'T1', saidBy: { authorize: { names: { client_id: 'appid' } } } },
  {
    id: 'resp.expiry',
    tier: 'T1',
    saidBy: { token: { response: { expiry: { path: 'expires_at', kind: 'iso_8601' } } } },
  },
  {
    id: 'ref.http_diff',
    tier: 'T1',
    saidBy: { refresh: { method: 'GET', body: 'query', clientAuthentication: 'none' } },
  },
  { id: 'tok.get', tier: 'T1', saidBy: { token: { method: 'GET' } } },
  {
    id: 'flow.vendor_grant',
    tier: 'T1',
    saidBy: { grantType: 'client_credentials', token: { grantType: 'account_credentials' } },
  },
  {
    id: 'url.from_callback',
    tier: 'T1',
    saidBy: {
      captures: [{ name: 'server', from: 'callback', path: 'accounts-server', hosts: ['accounts.example.com'] }],
      token: { url: '{context.server}/token' },
    },
  },
  { id: 'tok.private_key_jwt', tier: 'T1', saidBy: { token: { clientAuthentication: 'private_key_jwt' } } },
  { id: 'tok.query', tier: 'T1', saidBy: { token: { body: 'query' } } },
  { id: 'auth.random_param', tier: 'T1', saidBy: { authorize: { parameters: { nonce: '{random.token}' } } } },
  { id: 'auth.scope_raw', tier: 'T1', saidBy: { authorize: { scopeEncoding: 'raw' } } },
  { id: 'auth.scope_param', tier: 'T1', saidBy: { scopes: [{ scope: 'search:read', parameter: 'user_scope' }] } },
  {
    id: 'url.fragment_route',
    tier: 'T1',
    saidBy: { authorize: { url: 'https://as.example.com/#/authorize', placement: 'fragment' } },
  },
  { id: 'auth.response_type', tier: 'T1', saidBy: { authorize: { responseType: 'auth_code' } } },
  {
    id: 'auth.state_quirk',
    tier: 'T1',
    saidBy: { authorize: { names: { state: 'customField' } }, callback: { state: 'dropped' } },
  },
  { id: 'cb.code_param', tier: 'T1', saidBy: { callback: { names: { code: 'oauth_code' } } } },
  { id: 'tok.auth_variant', tier: 'T1', saidBy: { token: { clientAuthentication: 'secret_as_user_name' } } },
  { id: 'tok.public', tier: 'T1', saidBy: { token: { clientAuthentication: 'none' } } },
  { id: 'resp.soft_error', tier: 'T1', saidBy: { token: { response: { success: { path: 'ok', values: ['true'] } } } } },
  {
    id: 'ref.exchange',
    tier: 'T1',
    saidBy: { refresh: { by: 'access_token', parameters: { access_token: '{token.access_token}' } } },
  },
  {
    id: 'tok.signed_request',
    tier: 'T1',
    saidBy: {
      token: {
        signature: {
          algorithm: 'HMAC-SHA256',
          over: '{request.body}{now.milliseconds}',
          encoding: 'hex',
          header: 'sign',
        },
      },
    },
  },
  { id: 'resp.form_encoded', tier: 'T1', saidBy: { token: { response: { format: 'form' } } } },
  { id: 'post.exchange', tier: 'T1', saidBy: { exchange: { url: 'https://as.example.com/exchange', method: 'GET' } } },
  { id: 'tok.mtls', tier: 'T1', saidBy: { token: { clientAuthentication: 'tls_client_auth' } } },
  {
    id: 'tok.echo',
    tier: 'T1',
    saidBy: { token: { parameters: { state: '{request.state}' }, forward: ['device_id'] } },
  },
  { id: 'ref.no_new_token', tier: 'T1', saidBy: { refresh: { response: { noToken: 'extended' } } } },
  {
    id: 'resp.dual_tokens',
    tier: 'T1',
    saidBy: { otherTokens: [{ name: 'person', accessToken: 'authed_user.access_token' }] },
  },
  { id: 'ref.window', tier: 'T1', saidBy: { refresh: { window: 600 } } },
  { id: 'use.base_url', tier: 'T2', saidBy: { inputs: [input], api: { baseUrl: 'https://{shop}.example.com/api' } } },
  { id: 'use.headers', tier: 'T2', saidBy: { api: { headers: { 'x-app': '{client.id}' } } } },
  { id: 'use.token_header', tier: 'T2', saidBy: { api: { headers: { 'x-access-token': '{token.access_token}' } } } },
  { id: 'resp.capture', tier: 'T2', saidBy: { captures: captured('team', 'token', 'team.id') } },
  { id: 'cb.capture', tier: 'T2', saidBy: { captures: captured('realm', 'callback', 'realmId') } },
  { id: 'post.jwt_claim', tier: 'T2', saidBy: { captures: captured('tenant', 'access_token', 'tid') } },
  {
    id: 'post.transform',
    tier: 'T2',
    saidBy: { captures: [{ name: 'region', from: 'token', path: 'api_domain', prefix: 'https://www.api.' }] },
  },
  {
    id: 'post.http_capture',
    tier: 'T2',
    saidBy: {
      steps: [
        { name: 'me', url: 'https://api.example.com/me', method: 'GET', captures: [{ name: 'hub', path: 'hub_id' }] },
      ],
    },
  },
  {
    id: 'post.select',
    tier: 'T2',
    saidBy: {
      inputs: [input],
      steps: [
        {
          name: 'sites',
          url: 'https://api.example.com/sites',
          method: 'GET',
          captures: [{ name: 'site', path: 'items', choose: { where: 'name', equals: '{shop}', value: 'id' } }],
        },
      ],
    },
  },
  {
    id: 'post.query_capture',
    tier: 'T2',
    saidBy: {
      steps: [
        {
          name: 'viewer',
          url: 'https://api.example.com/graphql',
          body: 'json',
          parameters: { query: '{{ viewer {{ id }} }}' },
          captures: [{ name: 'viewer', path: 'data.viewer.id' }],
        },
      ],
    },
  },
  { id: 'post.ack', tier: 'T2', saidBy: { steps: [{ name: 'installed', url: 'https://api.example.com/installed' }] } },
  { id: 'cb.signature', tier: 'T2', saidBy: { callback: { signature: { parameter: 'hmac', encoding: 'hex' } } } },
  { id: 'auth.form_post', tier: 'T1', saidBy: { authorize: { parameters: { response_mode: 'form_post' } } } },
  { id: 'resp.introspect', tier: 'T1', saidBy: { introspect: { url: 'https://as.example.com/introspect' } } },
  { id: 'flow.dynamic_registration', tier: 'T1', saidBy: { registration: { url: 'https://as.example.com/register' } } },
  {
    id: 'url.discovery',
    tier: 'T1',
    // The endpoints are read from the issuer when the definition is made: POST /v1/providers/discover.
    saidBy: { issuer: 'https://as.example.com' },
  },
  {
    id: 'flow.app_install',
    tier: 'T1',
    outOfScope:
      'Installing an app on a page that brings back an installation’s id instead of a code (GitHub Apps): the id does not prove who brings it, so a customer could name another’s. The vendor may give it as an input: `client_credentials`, `client.signedSecret` and `bearer_secret` mint its tokens; 1 family.',
  },
  {
    id: 'flow.provider_initiated',
    tier: 'T1',
    outOfScope:
      'An install that begins at the provider: its code comes without a state of ours, or by a webhook, and cannot be told from an attacker’s. Such installs begin in Latchkey; 1 family.',
  },
  {
    id: 'flow.admin_consent',
    tier: 'T1',
    outOfScope:
      'A consent that brings a tenant’s name instead of a code: the name does not prove who brings it. Connect it as `client_credentials` with the name as an input that the vendor gives; 1 family.',
  },
  {
    id: 'flow.client_id_metadata_document',
    tier: 'T1',
    // The client id of the config is the document's address; the vendor serves it, with the callback URL in it.
    saidBy: { token: { clientAuthentication: 'none' } },
  },
  {
    id: 'tok.xml_or_sdk',
    tier: 'T1',
    saidBy: { token: { body: 'xml', xmlElement: 'credentials', response: { format: 'xml' } } },
  },
  {
    id: 'tok.jwt_secret',
    tier: 'T1',
    saidBy: {
      inputs: [input],
      client: { signedSecret: { keyId: '{shop}', issuer: '{shop}', audience: 'https://as.example.com' } },
      token: { clientAuthentication: 'client_secret_post' },
    },
  },
  {
    id: 'post.session',
    tier: 'T1',
    outOfScope:
      'A session login that must be repeated with every new token: `exchange` and `steps` run when connecting only, so the vendor’s code logs in with the token it reads; 4 families.',
  },
  {
    id: 'post.secondary_token',
    tier: 'T1',
    outOfScope:
      'A second token that has to be asked for, for another audience, and kept fresh beside the first: `otherTokens` holds only what the first answer brings. Make a second connection config, with a consent of its own; 2 families.',
  },
  {
    id: 'flow.assertion_grant',
    tier: 'T1',
    saidBy: {
      grantType: 'jwt_bearer',
      assertion: {
        key: '{client.secret}',
        issuer: '{client.id}',
        subject: '{client.id}',
        audience: 'https://as.example.com/',
      },
    },
  },
  {
    id: 'flow.password',
    tier: 'T1',
    saidBy: {
      grantType: 'password',
      inputs: [
        { name: 'user', label: 'User', type: 'text', visibility: 'customer', required: true },
        { name: 'password', label: 'Password', type: 'secret', visibility: 'customer', required: true },
      ],
      token: { parameters: { username: '{user}', password: '{password}' } },
    },
  },
  // Of no family of the census, which looked at providers with a redirect.
  {
    id: 'flow.device_code',
    tier: 'T1',
    saidBy: { grantType: 'device_code', device: { url: 'https://as.example.com/device_authorization' } },
  },
];
