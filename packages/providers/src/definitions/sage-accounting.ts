import type { Provider } from '../provider.js';

/** Sage Accounting. People pick their country first; access tokens live for five minutes. */
export const sageAccounting: Provider = {
  key: 'sage-accounting',
  definition: {
    name: 'Sage Accounting',
    documentation: 'https://developer.sage.com/accounting/guides/authenticating/authentication',
    authorize: { url: 'https://www.sageone.com/oauth2/auth/central', parameters: { filter: 'apiv3.1' } },
    token: { url: 'https://oauth.accounting.sage.com/token', clientAuthentication: 'client_secret_post' },
    captures: [
      { name: 'country', from: 'callback', path: 'country' },
      { name: 'resource_owner_id', from: 'token', path: 'resource_owner_id' },
    ],
    steps: [
      {
        name: 'account',
        url: 'https://api.accounting.sage.com/v3.1/user',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'email' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'full_access', label: 'Read and change everything', need: 'optional' },
      { scope: 'readonly', label: 'Read everything', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.accounting.sage.com', probe: { url: 'https://api.accounting.sage.com/v3.1/user' } },
    lifetimes: { refreshToken: 2678400 },
  },
};
