import type { Provider } from '../provider.js';

/** Clover, the point-of-sale system. Refreshing needs no secret, and every pair of tokens tells the moments of its end. */
export const clover: Provider = {
  key: 'clover',
  definition: {
    name: 'Clover',
    documentation: 'https://docs.clover.com/dev/docs/generate-expiring-tokens-using-v2-oauth-flow',
    inputs: [
      {
        name: 'authorizeHost',
        label: 'Clover address',
        type: 'choice',
        visibility: 'customer',
        required: true,
        choices: [
          { value: 'www.clover.com', label: 'North America' },
          { value: 'www.eu.clover.com', label: 'Europe' },
          { value: 'www.la.clover.com', label: 'Latin America' },
          { value: 'sandbox.dev.clover.com', label: 'Sandbox' },
        ],
        help: 'Where you sign in to Clover.',
      },
      {
        name: 'apiHost',
        label: 'Clover region',
        type: 'choice',
        visibility: 'customer',
        required: true,
        choices: [
          { value: 'api.clover.com', label: 'North America' },
          { value: 'api.eu.clover.com', label: 'Europe' },
          { value: 'api.la.clover.com', label: 'Latin America' },
          { value: 'apisandbox.dev.clover.com', label: 'Sandbox' },
        ],
        help: 'The same region as above.',
      },
    ],
    authorize: { url: 'https://{authorizeHost}/oauth/v2/authorize', pkce: 'none' },
    token: {
      url: 'https://{apiHost}/oauth/v2/token',
      body: 'json',
      clientAuthentication: 'client_secret_post',
      omit: ['grant_type', 'redirect_uri'],
      response: { expiry: { path: 'access_token_expiration', kind: 'unix_seconds' } },
    },
    refresh: { url: 'https://{apiHost}/oauth/v2/refresh', clientAuthentication: 'none' },
    captures: [
      { name: 'merchant_id', from: 'callback', path: 'merchant_id' },
      { name: 'employee_id', from: 'callback', path: 'employee_id' },
    ],
    steps: [
      {
        name: 'account',
        url: 'https://{apiHost}/v3/merchants/{context.merchant_id}/employees/{context.employee_id}',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    api: { baseUrl: 'https://{apiHost}' },
  },
};
