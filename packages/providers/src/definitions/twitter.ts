import type { Provider } from '../provider.js';

/** X, once Twitter. It demands PKCE; a code lives for 30 seconds. */
export const twitter: Provider = {
  key: 'twitter',
  definition: {
    name: 'X (Twitter)',
    documentation: 'https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token',
    authorize: { url: 'https://x.com/i/oauth2/authorize' },
    token: { url: 'https://api.x.com/2/oauth2/token', clientAuthentication: 'client_secret_basic' },
    revoke: { url: 'https://api.x.com/2/oauth2/revoke' },
    steps: [
      {
        name: 'account',
        url: 'https://api.x.com/2/users/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'data.username' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'offline.access', label: 'Stay connected while nobody is signed in', need: 'required' },
      { scope: 'tweet.read', label: 'Read posts', need: 'optional' },
      { scope: 'tweet.write', label: 'Post', need: 'optional' },
      { scope: 'users.read', label: 'Read profiles', need: 'optional' },
      { scope: 'users.email', label: 'See your e-mail address', need: 'optional' },
      { scope: 'follows.read', label: 'See who follows whom', need: 'optional' },
      { scope: 'like.read', label: 'See likes', need: 'optional' },
      { scope: 'dm.read', label: 'Read direct messages', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.x.com', probe: { url: 'https://api.x.com/2/users/me' } },
  },
};
