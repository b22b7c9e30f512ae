import type { Provider } from '../provider.js';

/** Asana. Which scopes may be asked for depends on how the app is registered. */
export const asana: Provider = {
  key: 'asana',
  definition: {
    name: 'Asana',
    documentation: 'https://developers.asana.com/docs/oauth',
    authorize: { url: 'https://app.asana.com/-/oauth_authorize' },
    token: { url: 'https://app.asana.com/-/oauth_token', clientAuthentication: 'client_secret_post' },
    revoke: { url: 'https://app.asana.com/-/oauth_revoke', token: 'refresh_token' },
    steps: [
      {
        name: 'me',
        url: 'https://app.asana.com/api/1.0/users/me',
        method: 'GET',
        captures: [{ name: 'name', path: 'data.name' }],
        failure: 'passes',
      },
    ],
    scopes: [
      { scope: 'default', label: 'Everything that the user may do', need: 'optional' },
      { scope: 'tasks:read', label: 'View tasks', need: 'optional' },
      { scope: 'tasks:write', label: 'Create and change tasks', need: 'optional' },
      { scope: 'attachments:read', label: 'View attachments', need: 'optional' },
      { scope: 'custom_fields:read', label: 'View custom fields', need: 'optional' },
      { scope: 'goals:read', label: 'View goals', need: 'optional' },
      { scope: 'openid', label: 'Sign-in identity', need: 'optional' },
      { scope: 'email', label: 'E-mail address', need: 'optional' },
    ],
    account: { capture: 'name' },
    api: { baseUrl: 'https://app.asana.com/api/1.0', probe: { url: 'https://app.asana.com/api/1.0/users/me' } },
  },
};
