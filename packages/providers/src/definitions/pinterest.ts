import type { Provider } from '../provider.js';

/** Pinterest. A refresh answer may lack a refresh token: the old one stays. */
export const pinterest: Provider = {
  key: 'pinterest',
  definition: {
    name: 'Pinterest',
    documentation: 'https://developers.pinterest.com/docs/getting-started/set-up-authentication-and-authorization/',
    authorize: { url: 'https://www.pinterest.com/oauth/' },
    token: { url: 'https://api.pinterest.com/v5/oauth/token', clientAuthentication: 'client_secret_basic' },
    steps: [
      {
        name: 'account',
        url: 'https://api.pinterest.com/v5/user_account',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'username' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'user_accounts:read', label: 'See your own account', need: 'optional' },
      { scope: 'boards:read', label: 'See boards', need: 'optional' },
      { scope: 'boards:write', label: 'Change boards', need: 'optional' },
      { scope: 'pins:read', label: 'See pins', need: 'optional' },
      { scope: 'pins:write', label: 'Change pins', need: 'optional' },
      { scope: 'ads:read', label: 'See ads', need: 'optional' },
      { scope: 'ads:write', label: 'Manage ads', need: 'optional' },
      { scope: 'catalogs:read', label: 'See catalogs', need: 'optional' },
    ],
    scopeSeparator: ',',
    api: { baseUrl: 'https://api.pinterest.com/v5', probe: { url: 'https://api.pinterest.com/v5/user_account' } },
    lifetimes: { refreshToken: 31536000 },
  },
};
