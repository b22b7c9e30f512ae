import type { Provider } from '../provider.js';

/** Squarespace. It registers clients on request and brings a refresh token for access_type=offline only. */
export const squarespace: Provider = {
  key: 'squarespace',
  definition: {
    name: 'Squarespace',
    documentation: 'https://developers.squarespace.com/commerce-apis/oauth',
    authorize: {
      url: 'https://login.squarespace.com/api/1/login/oauth/provider/authorize',
      parameters: { access_type: 'offline' },
    },
    token: {
      url: 'https://login.squarespace.com/api/1/login/oauth/provider/tokens',
      clientAuthentication: 'client_secret_basic',
      body: 'json',
    },
    steps: [
      {
        name: 'account',
        url: 'https://api.squarespace.com/1.0/authorization/website',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'title' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'website.orders', label: 'Read and change orders', need: 'optional' },
      { scope: 'website.orders.read', label: 'Read orders', need: 'optional' },
      { scope: 'website.inventory', label: 'Read and change inventory', need: 'optional' },
      { scope: 'website.inventory.read', label: 'Read inventory', need: 'optional' },
      { scope: 'website.products', label: 'Read and change products', need: 'optional' },
      { scope: 'website.products.read', label: 'Read products', need: 'optional' },
      { scope: 'website.transactions.read', label: 'Read transactions', need: 'optional' },
    ],
    scopeSeparator: ',',
    api: {
      baseUrl: 'https://api.squarespace.com',
      probe: { url: 'https://api.squarespace.com/1.0/authorization/website' },
    },
  },
};
