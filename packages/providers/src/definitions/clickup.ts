import type { Provider } from '../provider.js';

/** ClickUp. The user picks workspaces in place of scopes; the token has no expiry and no refresh token. */
export const clickup: Provider = {
  key: 'clickup',
  definition: {
    name: 'ClickUp',
    documentation: 'https://developer.clickup.com/docs/authentication',
    authorize: { url: 'https://app.clickup.com/api' },
    token: {
      url: 'https://api.clickup.com/api/v2/oauth/token',
      clientAuthentication: 'client_secret_post',
      body: 'json',
    },
    steps: [
      {
        name: 'user',
        url: 'https://api.clickup.com/api/v2/user',
        method: 'GET',
        captures: [{ name: 'username', path: 'user.username' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'username' },
    api: { baseUrl: 'https://api.clickup.com/api/v2', probe: { url: 'https://api.clickup.com/api/v2/user' } },
  },
};
