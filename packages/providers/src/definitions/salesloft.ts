import type { Provider } from '../provider.js';

/** Salesloft, the sales engagement platform. Scopes need not be sent. */
export const salesloft: Provider = {
  key: 'salesloft',
  definition: {
    name: 'Salesloft',
    documentation: 'https://developers.salesloft.com/api.html#!/Topic/oauth',
    authorize: { url: 'https://accounts.salesloft.com/oauth/authorize' },
    token: { url: 'https://accounts.salesloft.com/oauth/token', clientAuthentication: 'client_secret_post' },
    steps: [
      {
        name: 'account',
        url: 'https://api.salesloft.com/v2/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'data.name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    api: { baseUrl: 'https://api.salesloft.com/v2', probe: { url: 'https://api.salesloft.com/v2/me' } },
  },
};
