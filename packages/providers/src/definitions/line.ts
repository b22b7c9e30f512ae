import type { Provider } from '../provider.js';

/** LINE Login. Revocation takes the access token under that name. */
export const line: Provider = {
  key: 'line',
  definition: {
    name: 'LINE Login',
    documentation: 'https://developers.line.biz/en/docs/line-login/integrate-line-login/',
    authorize: { url: 'https://access.line.me/oauth2/v2.1/authorize' },
    token: { url: 'https://api.line.me/oauth2/v2.1/token', clientAuthentication: 'client_secret_post' },
    revoke: {
      url: 'https://api.line.me/oauth2/v2.1/revoke',
      names: { token: 'access_token' },
      omit: ['token_type_hint'],
      token: 'access_token',
    },
    steps: [
      {
        name: 'account',
        url: 'https://api.line.me/v2/profile',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'displayName' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'openid', label: 'Know who you are', need: 'optional' },
      { scope: 'profile', label: 'See your name and picture', need: 'optional' },
      { scope: 'email', label: 'See your e-mail address', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.line.me', probe: { url: 'https://api.line.me/v2/profile' } },
    lifetimes: { refreshToken: 7776000 },
  },
};
