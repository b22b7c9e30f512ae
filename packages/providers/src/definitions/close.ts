import type { Provider } from '../provider.js';

/** Close, the sales software. The user picks one organization when consenting. */
export const close: Provider = {
  key: 'close',
  definition: {
    name: 'Close',
    documentation: 'https://developer.close.com/api/overview/oauth-authentication',
    authorize: { url: 'https://app.close.com/oauth2/authorize/' },
    token: { url: 'https://api.close.com/oauth2/token/', clientAuthentication: 'client_secret_post' },
    revoke: { url: 'https://api.close.com/oauth2/revoke/', token: 'refresh_token' },
    steps: [
      {
        name: 'me',
        url: 'https://api.close.com/api/v1/me/',
        method: 'GET',
        captures: [{ name: 'email', path: 'email' }],
        failure: 'passes',
      },
    ],
    scopes: [
      { scope: 'all.full_access', label: 'Everything in the organization', need: 'optional' },
      { scope: 'offline_access', label: 'Stay connected while nobody is signed in', need: 'required' },
    ],
    account: { capture: 'email' },
    api: { baseUrl: 'https://api.close.com/api/v1', probe: { url: 'https://api.close.com/api/v1/me/' } },
  },
};
