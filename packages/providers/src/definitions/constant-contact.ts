import type { Provider } from '../provider.js';

/** Constant Contact. PKCE is for its clients without a secret; the code flow with one goes without it. */
export const constantContact: Provider = {
  key: 'constant-contact',
  definition: {
    name: 'Constant Contact',
    documentation: 'https://developer.constantcontact.com/api_guide/server_flow.html',
    authorize: { url: 'https://authz.constantcontact.com/oauth2/default/v1/authorize', pkce: 'none' },
    token: { url: 'https://authz.constantcontact.com/oauth2/default/v1/token' },
    steps: [
      {
        name: 'account',
        url: 'https://api.cc.email/v3/account/summary',
        method: 'GET',
        captures: [{ name: 'organization_name', path: 'organization_name' }],
        failure: 'passes',
      },
    ],
    scopes: [
      { scope: 'contact_data', label: 'Read and change contacts', need: 'optional' },
      { scope: 'campaign_data', label: 'Read and change campaigns', need: 'optional' },
      { scope: 'account_read', label: 'Read the account', need: 'optional' },
      { scope: 'account_update', label: 'Change the account', need: 'optional' },
      { scope: 'offline_access', label: 'Stay connected while nobody is signed in', need: 'required' },
    ],
    account: { capture: 'organization_name' },
    api: { baseUrl: 'https://api.cc.email', probe: { url: 'https://api.cc.email/v3/account/summary' } },
    lifetimes: { idle: 15552000 },
  },
};
