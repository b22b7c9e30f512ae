import type { Provider } from '../provider.js';

/** Wrike. The token answer names the host of the data centre that serves the account. */
export const wrike: Provider = {
  key: 'wrike',
  definition: {
    name: 'Wrike',
    documentation: 'https://developers.wrike.com/docs/oauth-20-authorization',
    authorize: { url: 'https://login.wrike.com/oauth2/authorize/v4' },
    token: { url: 'https://login.wrike.com/oauth2/token', clientAuthentication: 'client_secret_post' },
    captures: [{ name: 'host', from: 'token', path: 'host', hosts: ['*.wrike.com'] }],
    scopes: [
      { scope: 'Default', label: 'What the app is registered for', need: 'optional' },
      { scope: 'wsReadOnly', label: 'Read the workspace', need: 'optional' },
      { scope: 'wsReadWrite', label: 'Read and change the workspace', need: 'optional' },
      { scope: 'amReadOnlyUser', label: 'Read users of the account', need: 'optional' },
      { scope: 'amReadWriteUser', label: 'Manage users', need: 'optional' },
      { scope: 'amReadOnlyGroup', label: 'Read groups', need: 'optional' },
      { scope: 'amReadWriteGroup', label: 'Manage groups', need: 'optional' },
      { scope: 'amReadOnlyWorkflow', label: 'Read workflows', need: 'optional' },
    ],
    scopeSeparator: ',',
    api: { baseUrl: 'https://{context.host}/api/v4', probe: { url: 'https://{context.host}/api/v4/contacts?me=true' } },
  },
};
