import type { Provider } from '../provider.js';

/** TikTok, the account of a person. Its client id is called client_key everywhere. */
export const tiktokPersonal: Provider = {
  key: 'tiktok-personal',
  definition: {
    name: 'TikTok',
    documentation: 'https://developers.tiktok.com/doc/oauth-user-access-token-management',
    client: { idLabel: 'Client key' },
    authorize: { url: 'https://www.tiktok.com/v2/auth/authorize/', names: { client_id: 'client_key' } },
    token: {
      url: 'https://open.tiktokapis.com/v2/oauth/token/',
      clientAuthentication: 'client_secret_post',
      names: { client_id: 'client_key' },
      response: { refreshTokenExpiry: { path: 'refresh_expires_in', kind: 'seconds' } },
    },
    revoke: { url: 'https://open.tiktokapis.com/v2/oauth/revoke/', omit: ['token_type_hint'], token: 'access_token' },
    steps: [
      {
        name: 'account',
        url: 'https://open.tiktokapis.com/v2/user/info/?fields=display_name',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'data.user.display_name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'user.info.basic', label: 'Name and picture' },
      { scope: 'user.info.profile', label: 'Profile' },
    ],
    scopeSeparator: ',',
    api: {
      baseUrl: 'https://open.tiktokapis.com',
      probe: { url: 'https://open.tiktokapis.com/v2/user/info/?fields=display_name' },
    },
  },
};
