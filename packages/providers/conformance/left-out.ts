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
  {
    provider: 'braintree',
    reason: 'the token endpoint speaks XML, with its parameters inside an element; people use the SDK',
  },
  {
    provider: 'bullhorn',
    reason:
      'its authorization request carries the password of an API user in the address, which a browser shows and remembers',
  },
  {
    provider: 'docuware',
    reason: "the customer's password is exchanged at an endpoint that is found in two steps of discovery",
  },
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
