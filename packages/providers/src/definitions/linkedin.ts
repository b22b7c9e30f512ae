import type { Provider } from '../provider.js';

/** LinkedIn. Only approved partners get refresh tokens, which no refresh prolongs. */
export const linkedin: Provider = {
  key: 'linkedin',
  definition: {
    name: 'LinkedIn',
    documentation: 'https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow',
    authorize: { url: 'https://www.linkedin.com/oauth/v2/authorization', pkce: 'none' },
    token: { url: 'https://www.linkedin.com/oauth/v2/accessToken', clientAuthentication: 'client_secret_post' },
    steps: [
      {
        name: 'account',
        url: 'https://api.linkedin.com/v2/userinfo',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'openid', label: 'Know who you are', need: 'optional' },
      { scope: 'profile', label: 'See your name and picture', need: 'optional' },
      { scope: 'email', label: 'See your e-mail address', need: 'optional' },
      { scope: 'r_ads', label: 'Read ad accounts', need: 'optional' },
      { scope: 'rw_ads', label: 'Manage ad accounts', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.linkedin.com', probe: { url: 'https://api.linkedin.com/v2/userinfo' } },
    lifetimes: { absolute: 31_536_000 },
  },
};
