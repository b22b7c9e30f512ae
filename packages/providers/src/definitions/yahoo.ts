import type { Provider } from '../provider.js';

/** Yahoo. Its APIs live on several hosts. */
export const yahoo: Provider = {
  key: 'yahoo',
  definition: {
    name: 'Yahoo',
    documentation: 'https://developer.yahoo.com/oauth2/guide/flows_authcode/',
    authorize: { url: 'https://api.login.yahoo.com/oauth2/request_auth' },
    token: { url: 'https://api.login.yahoo.com/oauth2/get_token', clientAuthentication: 'client_secret_basic' },
    steps: [
      {
        name: 'account',
        url: 'https://api.login.yahoo.com/openid/v1/userinfo',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'email' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'openid', label: 'Know who you are', need: 'optional' },
      { scope: 'profile', label: 'See your name and picture', need: 'optional' },
      { scope: 'email', label: 'See your e-mail address', need: 'optional' },
    ],
    api: { probe: { url: 'https://api.login.yahoo.com/openid/v1/userinfo' } },
  },
};
