import type { Provider } from '../provider.js';

/** GoCardless, as a partner. The access token lasts, and there are no refresh tokens. */
export const gocardless: Provider = {
  key: 'gocardless',
  definition: {
    name: 'GoCardless',
    documentation: 'https://developer.gocardless.com/partners/connecting-your-users',
    authorize: { url: 'https://connect.gocardless.com/oauth/authorize' },
    token: { url: 'https://connect.gocardless.com/oauth/access_token', clientAuthentication: 'client_secret_post' },
    captures: [{ name: 'organisation_id', from: 'token', path: 'organisation_id' }],
    scopes: [
      { scope: 'read_write', label: "Read and change the merchant's account", need: 'optional' },
      { scope: 'read_only', label: "Read the merchant's account", need: 'optional' },
    ],
    account: { capture: 'organisation_id' },
    api: { baseUrl: 'https://api.gocardless.com', headers: { 'GoCardless-Version': '2015-07-06' } },
  },
};
