import type { Provider } from '../provider.js';

/** Procore, the construction software. Any refresh call, successful or not, ends the refresh token that was sent. */
export const procore: Provider = {
  key: 'procore',
  definition: {
    name: 'Procore',
    documentation: 'https://developers.procore.com/reference/authentication',
    authorize: { url: 'https://login.procore.com/oauth/authorize' },
    token: { url: 'https://login.procore.com/oauth/token', clientAuthentication: 'client_secret_post' },
    revoke: { url: 'https://login.procore.com/oauth/revoke', token: 'access_token' },
    steps: [
      {
        name: 'account',
        url: 'https://api.procore.com/rest/v1.0/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'login' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    api: { baseUrl: 'https://api.procore.com', probe: { url: 'https://api.procore.com/rest/v1.0/me' } },
  },
};
