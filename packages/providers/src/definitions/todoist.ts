import type { Provider } from '../provider.js';

/** Todoist. At least one scope must be asked for; tokens are not refreshed. */
export const todoist: Provider = {
  key: 'todoist',
  definition: {
    name: 'Todoist',
    documentation: 'https://developer.todoist.com/api/v1/#tag/Authorization',
    authorize: { url: 'https://todoist.com/oauth/authorize' },
    token: { url: 'https://todoist.com/oauth/access_token', clientAuthentication: 'client_secret_post' },
    revoke: {
      url: 'https://api.todoist.com/api/v1/revoke',
      body: 'json',
      clientAuthentication: 'client_secret_basic',
      token: 'access_token',
    },
    steps: [
      {
        name: 'account',
        url: 'https://api.todoist.com/api/v1/user',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'email' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'task:add', label: 'Add tasks only', need: 'optional' },
      { scope: 'data:read', label: 'Read everything', need: 'optional' },
      { scope: 'data:read_write', label: 'Read and change everything', need: 'optional' },
      { scope: 'data:delete', label: 'Delete data', need: 'optional' },
      { scope: 'project:delete', label: 'Delete projects', need: 'optional' },
      { scope: 'backups:read', label: 'List backups', need: 'optional' },
    ],
    scopeSeparator: ',',
    api: { baseUrl: 'https://api.todoist.com/api/v1', probe: { url: 'https://api.todoist.com/api/v1/user' } },
  },
};
