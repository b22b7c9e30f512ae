import type { Provider } from '../provider.js';

/**
 * Square (live), with its code flow, which excludes PKCE. Revoking ends every token of the merchant for the
 * application.
 */
export const square: Provider = {
  key: 'square',
  definition: {
    name: 'Square',
    documentation: 'https://developer.squareup.com/docs/oauth-api/overview',
    authorize: { url: 'https://connect.squareup.com/oauth2/authorize', parameters: { session: 'false' }, pkce: 'none' },
    token: {
      url: 'https://connect.squareup.com/oauth2/token',
      clientAuthentication: 'client_secret_post',
      body: 'json',
      response: { expiry: { path: 'expires_at', kind: 'iso_8601' } },
    },
    revoke: {
      url: 'https://connect.squareup.com/oauth2/revoke',
      body: 'json',
      clientAuthentication: 'bearer_secret',
      authorizationScheme: 'Client',
      parameters: { client_id: '{client.id}' },
      names: { token: 'access_token' },
      omit: ['token_type_hint'],
      token: 'access_token',
      reach: 'account',
    },
    captures: [{ name: 'merchant_id', from: 'token', path: 'merchant_id' }],
    steps: [
      {
        name: 'account',
        url: 'https://connect.squareup.com/v2/merchants/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'merchant.business_name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'MERCHANT_PROFILE_READ', label: 'Read the merchant', need: 'optional' },
      { scope: 'PAYMENTS_READ', label: 'Read payments', need: 'optional' },
      { scope: 'PAYMENTS_WRITE', label: 'Take payments', need: 'optional' },
      { scope: 'ORDERS_READ', label: 'Read orders', need: 'optional' },
      { scope: 'ORDERS_WRITE', label: 'Create and change orders', need: 'optional' },
      { scope: 'CUSTOMERS_READ', label: 'Read customers', need: 'optional' },
      { scope: 'ITEMS_READ', label: 'Read the catalogue', need: 'optional' },
      { scope: 'INVOICES_READ', label: 'Read invoices', need: 'optional' },
    ],
    api: { baseUrl: 'https://connect.squareup.com', probe: { url: 'https://connect.squareup.com/v2/merchants/me' } },
  },
};
