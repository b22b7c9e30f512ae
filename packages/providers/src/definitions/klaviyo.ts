import type { Provider } from '../provider.js';

/** Klaviyo, the marketing platform. It demands PKCE, and the version of its API as a date in a header. */
export const klaviyo: Provider = {
  key: 'klaviyo',
  definition: {
    name: 'Klaviyo',
    documentation: 'https://developers.klaviyo.com/en/docs/set_up_oauth',
    authorize: { url: 'https://www.klaviyo.com/oauth/authorize' },
    token: { url: 'https://a.klaviyo.com/oauth/token', clientAuthentication: 'client_secret_basic' },
    revoke: { url: 'https://a.klaviyo.com/oauth/revoke', token: 'refresh_token' },
    steps: [
      {
        name: 'account',
        url: 'https://a.klaviyo.com/api/accounts',
        method: 'GET',
        headers: { revision: '2025-10-15' },
        captures: [{ name: 'accountName', path: 'data.0.attributes.contact_information.organization_name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'accounts:read', label: 'Read the account', need: 'optional' },
      { scope: 'profiles:read', label: 'Read profiles', need: 'optional' },
      { scope: 'profiles:write', label: 'Create and change profiles', need: 'optional' },
      { scope: 'lists:read', label: 'Read lists', need: 'optional' },
      { scope: 'campaigns:read', label: 'Read campaigns', need: 'optional' },
      { scope: 'events:read', label: 'Read events', need: 'optional' },
      { scope: 'metrics:read', label: 'Read metrics', need: 'optional' },
      { scope: 'segments:read', label: 'Read segments', need: 'optional' },
    ],
    api: {
      baseUrl: 'https://a.klaviyo.com',
      headers: { revision: '2025-10-15' },
      probe: { url: 'https://a.klaviyo.com/api/accounts', headers: { revision: '2025-10-15' } },
    },
    lifetimes: { idle: 7776000 },
  },
};
