import type { Provider } from '../provider.js';

/** HubSpot, the marketing and sales software, by version 1 of its token endpoints. */
export const hubspot: Provider = {
  key: 'hubspot',
  definition: {
    name: 'HubSpot',
    documentation: 'https://developers.hubspot.com/docs/api/oauth-quickstart-guide',
    authorize: { url: 'https://app.hubspot.com/oauth/authorize' },
    token: { url: 'https://api.hubapi.com/oauth/v1/token', clientAuthentication: 'client_secret_post' },
    revoke: {
      url: 'https://api.hubapi.com/oauth/v1/refresh-tokens/{token.refresh_token}',
      method: 'DELETE',
      body: 'none',
      clientAuthentication: 'none',
      token: 'refresh_token',
    },
    steps: [
      {
        name: 'account',
        url: 'https://api.hubapi.com/account-info/v3/details',
        method: 'GET',
        captures: [{ name: 'portalId', path: 'portalId' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'portalId' },
    scopes: [
      { scope: 'oauth', label: 'Sign in', need: 'required' },
      { scope: 'crm.objects.contacts.read', label: 'Read contacts' },
      { scope: 'crm.objects.contacts.write', label: 'Change contacts' },
      { scope: 'crm.objects.companies.read', label: 'Read companies' },
      { scope: 'crm.objects.companies.write', label: 'Change companies' },
      { scope: 'crm.objects.deals.read', label: 'Read deals' },
      { scope: 'crm.objects.deals.write', label: 'Change deals' },
    ],
    api: { baseUrl: 'https://api.hubapi.com', probe: { url: 'https://api.hubapi.com/account-info/v3/details' } },
  },
};
