import type { Provider } from '../provider.js';

/** FreshBooks. API paths need a business, which no token names: the first of the user's is kept. */
export const freshbooks: Provider = {
  key: 'freshbooks',
  definition: {
    name: 'FreshBooks',
    documentation: 'https://www.freshbooks.com/api/authentication',
    authorize: { url: 'https://auth.freshbooks.com/oauth/authorize' },
    token: {
      url: 'https://api.freshbooks.com/auth/oauth/token',
      clientAuthentication: 'client_secret_post',
      body: 'json',
      headers: { 'Api-Version': 'alpha' },
    },
    refresh: { parameters: { redirect_uri: '{request.redirect_uri}' } },
    steps: [
      {
        name: 'me',
        url: 'https://api.freshbooks.com/auth/api/v1/users/me',
        method: 'GET',
        headers: { 'Api-Version': 'alpha' },
        captures: [
          { name: 'email', path: 'response.email' },
          { name: 'account_id', path: 'response.business_memberships', choose: { value: 'business.account_id' } },
          { name: 'business_id', path: 'response.business_memberships', choose: { value: 'business.id' } },
        ],
        failure: 'passes',
      },
    ],
    scopes: [
      { scope: 'user:profile:read', label: 'Read your own profile', need: 'optional' },
      { scope: 'user:clients:read', label: 'Read clients', need: 'optional' },
      { scope: 'user:clients:write', label: 'Change clients', need: 'optional' },
      { scope: 'user:invoices:read', label: 'Read invoices', need: 'optional' },
      { scope: 'user:invoices:write', label: 'Change invoices', need: 'optional' },
      { scope: 'user:expenses:read', label: 'Read expenses', need: 'optional' },
      { scope: 'user:payments:read', label: 'Read payments', need: 'optional' },
      { scope: 'user:time_entries:read', label: 'Read time entries', need: 'optional' },
    ],
    account: { capture: 'email' },
    api: {
      baseUrl: 'https://api.freshbooks.com',
      headers: { 'Api-Version': 'alpha' },
      probe: { url: 'https://api.freshbooks.com/auth/api/v1/users/me', headers: { 'Api-Version': 'alpha' } },
    },
  },
};
