/** A definition made wrong in one way, and what the run says of it. Paths name members; `undefined` takes one away. */
export interface Mutation {
  readonly key: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly says: RegExp;
}

/** Ways to get a provider wrong, each of which has to be noticed. */
export const mutations: readonly Mutation[] = [
  // Where requests go.
  { key: 'asana', change: { 'authorize.url': 'https://asana.com/-/oauth_authorize' }, says: /browser is sent to/ },
  { key: 'asana', change: { 'token.url': 'https://app.asana.com/oauth_token' }, says: /no address of the facts/ },
  { key: 'figma', change: { 'refresh.url': undefined }, says: /refresh/ },
  { key: 'okta', change: { 'revoke.url': 'https://{subdomain}.okta.com/revoke' }, says: /no address of the facts/ },
  { key: 'okta', change: { revoke: undefined }, says: /revoking ended as not_supported/ },
  { key: 'zoho', change: { 'authorize.urlFallback': undefined }, says: /not started.*extension/ },
  { key: 'asana', change: { 'api.baseUrl': 'https://asana.com/api' }, says: /base address is/ },
  // How they are written.
  { key: 'notion', change: { 'token.body': 'form' }, says: /x-www-form-urlencoded, not application\/json/ },
  { key: 'wechat', change: { 'token.method': 'POST', 'token.body': 'form' }, says: /method is POST, not GET/ },
  { key: 'github', change: { 'revoke.method': 'POST' }, says: /no address of the facts/ },
  { key: 'miro', change: { 'revoke.names': { token: 'accessToken' } }, says: /revoke: client_id is not known/ },
  { key: 'bullhorn', change: { 'token.body': undefined }, says: /belong in the query, but there is a body/ },
  // Who asks.
  { key: 'asana', change: { 'token.clientAuthentication': 'client_secret_basic' }, says: /proves itself by body/ },
  { key: 'pipedrive', change: { 'token.clientAuthentication': 'client_secret_post' }, says: /proves itself by basic/ },
  {
    key: 'attio-mcp',
    change: { 'token.clientAuthentication': 'client_secret_post' },
    says: /client_secret is not known/,
  },
  { key: 'keap', change: { 'refresh.clientAuthentication': 'client_secret_post' }, says: /refresh: .* by basic/ },
  { key: 'stripe-app', change: { 'token.clientAuthentication': 'client_secret_basic' }, says: /secret as username/ },
  {
    key: 'apple-business-manager',
    change: { issuer: 'https://account.apple.com' },
    says: /client_assertion is .*, not an assertion/,
  },
  { key: 'adp', change: { 'token.clientAuthentication': 'client_secret_post' }, says: /no client certificate/ },
  // With which parameters.
  { key: 'strava', change: { scopeSeparator: undefined }, says: /authorize: scope is/ },
  { key: 'attio-mcp', change: { 'authorize.scopeEncoding': 'form', scopeSeparator: '+' }, says: /authorize: scope is/ },
  { key: 'google', change: { 'authorize.parameters': { prompt: 'consent' } }, says: /access_type is missing/ },
  { key: 'bullhorn', change: { 'authorize.parameters': { username: 'mara' } }, says: /username is not known/ },
  { key: 'docuware', change: { scopes: undefined }, says: /token: scope is missing/ },
  {
    key: 'docuware',
    change: { 'token.clientAuthentication': 'client_secret_post' },
    says: /client_secret is not known/,
  },
  { key: 'google', change: { 'authorize.parameters.hd': 'acme.example' }, says: /hd is not known/ },
  { key: 'tiktok-ads', change: { 'authorize.names': undefined }, says: /client_id is not known/ },
  { key: 'tiktok-ads', change: { 'token.omit': ['redirect_uri'] }, says: /grant_type is not known/ },
  { key: 'gitlab', change: { 'refresh.parameters': undefined }, says: /refresh: redirect_uri is missing/ },
  { key: 'absorb-lms', change: { 'token.parameters.nonce': 'always-the-same' }, says: /nonce is "always-the-same"/ },
  { key: 'airtable', change: { 'authorize.pkce': 'none' }, says: /code_challenge is missing/ },
  { key: 'airtable', change: { 'authorize.pkce': 'plain' }, says: /code_challenge/ },
  { key: 'pipedrive', change: { 'authorize.pkce': 'S256' }, says: /code_challenge is not known/ },
  { key: 'ebay', change: { callback: undefined }, says: /redirect_uri is "https:/ },
  { key: 'xero', change: { 'revoke.token': 'access_token' }, says: /token is .*, not the refresh token/ },
  // With which headers.
  { key: 'notion', change: { 'revoke.headers': undefined }, says: /header Notion-Version is missing/ },
  { key: 'twitch', change: { 'api.headers': undefined }, says: /header Client-Id is missing/ },
  { key: 'shopline-oauth', change: { 'token.signature.over': '{request.body}' }, says: /header sign is/ },
  // How answers are read.
  { key: 'square', change: { 'token.response.expiry.kind': 'seconds' }, says: /lives 2592000 seconds, but nothing/ },
  { key: 'withings', change: { 'token.response.accessToken': ['access_token'] }, says: /connecting ended/ },
  { key: 'stripe-app', change: { 'token.defaultExpiresIn': 7200 }, says: /defaultExpiresIn is 7200/ },
  { key: 'coros', change: { 'refresh.response': undefined }, says: /first refresh ended/ },
  { key: 'quickbooks', change: { 'refresh.reuseGrace': 60 }, says: /reuseGrace is 60, but the facts say 86400/ },
  // What is learnt, and what turns refreshing on.
  { key: 'amazon-selling-partner', change: { 'callback.names': undefined }, says: /connecting ended/ },
  { key: 'fitbit', change: { captures: undefined, account: undefined }, says: /capture\.token_response\.user_id/ },
  { key: 'microsoft-entra', change: { scopes: [] }, says: /without the scope that turns it on/ },
  { key: 'instagram', change: { exchange: undefined }, says: /lives 5184000 seconds, but nothing/ },
  { key: 'docuware', change: { inputs: [] }, says: /speaks of \{token_endpoint\}/ },
  { key: 'jira-cloud', change: { steps: [], account: undefined }, says: /baseUrl|\{context\.cloudId\}/ },
];
