/** A provider, or one fact of a provider, that the catalogue does not heed, and why. */
export interface LeftOut {
  readonly provider: string;
  /** Absent: the whole provider. */
  readonly fact?: string;
  readonly reason: string;
}

/** Everything that is left out. An entry that is not needed any more is a failure: the list stays as long as it has to be. */
export const leftOut: readonly LeftOut[] = [
  {
    provider: 'bigcommerce',
    reason: 'the merchant starts the installation at the provider, and the callback brings no state',
  },
  ...['action', 'username', 'password'].map((name) => ({
    provider: 'bullhorn',
    fact: `authorize_params.${name}`,
    reason:
      'a password has no place in an address that a browser shows and remembers: without these the page asks the person to log in',
  })),
  ...['later_requests.0', 'capture.token_response.restUrl', 'api_base', 'api_headers.bhresttoken'].map((fact) => ({
    provider: 'bullhorn',
    fact,
    reason: "the vendor's code logs in to a session with each new access token; that answer names the API's address",
  })),
  ...['token_url', 'http_method', 'extra_steps.0'].map((fact) => ({
    provider: 'docuware',
    fact,
    reason: 'the person who connects looks the token endpoint up, in these two steps, and gives it as an input',
  })),
  ...['account_url', 'account_path'].map((fact) => ({
    provider: 'etsy',
    fact,
    reason:
      'the address needs the user id, which is the part of the access token before its dot: no capture can say so',
  })),
  ...['api_base', 'api_headers.x-api-key'].map((fact) => ({
    provider: 'etsy',
    fact,
    reason: "calls of the API need the client secret in a header, and the vendor's code is not told the secret",
  })),
  { provider: 'front', fact: 'response.expires', reason: 'the page does not say what form expires_at has' },
  {
    provider: 'harvest',
    fact: 'capture.callback.scope',
    reason: 'a callback parameter named scope is not kept; the accounts call names the account instead',
  },
  {
    provider: 'slack',
    fact: 'capture.token_response.incoming_webhook.url',
    reason: 'whoever knows the address may post to it: it stays in the sealed answer and is no context',
  },
];
