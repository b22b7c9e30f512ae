import type { Provider } from '../provider.js';

/** Help Scout. It has no scopes. */
export const helpscout: Provider = {
  key: 'helpscout',
  definition: {
    name: 'Help Scout',
    documentation: 'https://developer.helpscout.com/mailbox-api/overview/authentication/',
    authorize: { url: 'https://secure.helpscout.net/authentication/authorizeClientApplication' },
    token: { url: 'https://api.helpscout.net/v2/oauth2/token', clientAuthentication: 'client_secret_post' },
    steps: [
      {
        name: 'me',
        url: 'https://api.helpscout.net/v2/users/me',
        method: 'GET',
        captures: [{ name: 'email', path: 'email' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'email' },
    api: { baseUrl: 'https://api.helpscout.net/v2', probe: { url: 'https://api.helpscout.net/v2/users/me' } },
  },
};
