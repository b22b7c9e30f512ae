import type { Provider } from '../provider.js';

/** Box, the file store. A refresh token works once and lives 60 days. */
export const box: Provider = {
  key: 'box',
  definition: {
    name: 'Box',
    documentation: 'https://developer.box.com/guides/authentication/oauth2/oauth2-setup/',
    authorize: { url: 'https://account.box.com/api/oauth2/authorize' },
    token: { url: 'https://api.box.com/oauth2/token', clientAuthentication: 'client_secret_post' },
    revoke: { url: 'https://api.box.com/oauth2/revoke', token: 'access_token' },
    steps: [
      {
        name: 'account',
        url: 'https://api.box.com/2.0/users/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'login' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'root_readwrite', label: 'Read and change all files and folders' },
      { scope: 'root_readonly', label: 'Read all files and folders' },
    ],
    api: { baseUrl: 'https://api.box.com', probe: { url: 'https://api.box.com/2.0/users/me' } },
    lifetimes: { refreshToken: 5_184_000, idle: 5_184_000 },
  },
};
