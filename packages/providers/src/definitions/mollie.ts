import type { Provider } from '../provider.js';

/**
 * Mollie, the payment provider. A refresh repeats the redirect URI; a token is revoked by DELETE on the token address.
 */
export const mollie: Provider = {
  key: 'mollie',
  definition: {
    name: 'Mollie',
    documentation: 'https://docs.mollie.com/reference/oauth-revoke-tokens',
    authorize: { url: 'https://my.mollie.com/oauth2/authorize', pkce: 'none' },
    token: { url: 'https://api.mollie.com/oauth2/tokens', clientAuthentication: 'client_secret_basic' },
    refresh: { parameters: { redirect_uri: '{request.redirect_uri}' } },
    revoke: { url: 'https://api.mollie.com/oauth2/tokens', method: 'DELETE' },
    steps: [
      {
        name: 'account',
        url: 'https://api.mollie.com/v2/organizations/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'organizations.read', label: 'Read the organization', need: 'optional' },
      { scope: 'payments.read', label: 'Read payments', need: 'optional' },
      { scope: 'payments.write', label: 'Create payments', need: 'optional' },
      { scope: 'refunds.read', label: 'Read refunds', need: 'optional' },
      { scope: 'customers.read', label: 'Read customers', need: 'optional' },
      { scope: 'settlements.read', label: 'Read settlements', need: 'optional' },
      { scope: 'invoices.read', label: 'Read invoices', need: 'optional' },
      { scope: 'profiles.read', label: 'Read profiles', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.mollie.com', probe: { url: 'https://api.mollie.com/v2/organizations/me' } },
  },
};
