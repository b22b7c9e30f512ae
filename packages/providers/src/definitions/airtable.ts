import type { Provider } from '../provider.js';

/** Airtable. It answers the account call with an e-mail address only where user.email:read was granted. */
export const airtable: Provider = {
  key: 'airtable',
  definition: {
    name: 'Airtable',
    documentation: 'https://airtable.com/developers/web/api/oauth-reference',
    authorize: { url: 'https://airtable.com/oauth2/v1/authorize' },
    token: { url: 'https://airtable.com/oauth2/v1/token' },
    refresh: { revokesAccessToken: true },
    steps: [
      {
        name: 'me',
        url: 'https://api.airtable.com/v0/meta/whoami',
        method: 'GET',
        captures: [{ name: 'email', path: 'email' }],
        failure: 'passes',
      },
    ],
    scopes: [
      { scope: 'data.records:read', label: 'Read records', need: 'optional' },
      { scope: 'data.records:write', label: 'Create, change and delete records', need: 'optional' },
      { scope: 'schema.bases:read', label: 'Read the structure of bases', need: 'optional' },
      { scope: 'schema.bases:write', label: 'Change the structure of bases', need: 'optional' },
      { scope: 'data.recordComments:read', label: 'Read comments on records', need: 'optional' },
      { scope: 'user.email:read', label: "See the user's e-mail address", need: 'optional' },
      { scope: 'webhook:manage', label: 'Manage webhooks', need: 'optional' },
    ],
    account: { capture: 'email' },
    api: { baseUrl: 'https://api.airtable.com', probe: { url: 'https://api.airtable.com/v0/meta/whoami' } },
    lifetimes: { refreshToken: 5184000, idle: 5184000 },
  },
};
