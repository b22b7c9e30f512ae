import type { Provider } from '../provider.js';

/** Brex, the spend management software. Its support hands out client ids to partners. */
export const brex: Provider = {
  key: 'brex',
  definition: {
    name: 'Brex',
    documentation: 'https://developer.brex.com/guides/partner_authentication',
    authorize: { url: 'https://accounts-api.brex.com/oauth2/default/v1/authorize' },
    token: { url: 'https://accounts-api.brex.com/oauth2/default/v1/token', clientAuthentication: 'client_secret_post' },
    steps: [
      {
        name: 'company',
        url: 'https://api.brex.com/v2/company',
        method: 'GET',
        captures: [{ name: 'legal_name', path: 'legal_name' }],
        failure: 'passes',
      },
    ],
    scopes: [
      { scope: 'openid', label: 'Sign-in identity', need: 'required' },
      { scope: 'offline_access', label: 'Stay connected while nobody is signed in', need: 'required' },
      { scope: 'users.readonly', label: 'Read users', need: 'optional' },
      { scope: 'companies.readonly', label: 'Read the company', need: 'optional' },
      { scope: 'expenses.card.readonly', label: 'Read card expenses', need: 'optional' },
    ],
    account: { capture: 'legal_name' },
    api: { baseUrl: 'https://api.brex.com', probe: { url: 'https://api.brex.com/v2/company' } },
    lifetimes: { refreshToken: 7776000 },
  },
};
