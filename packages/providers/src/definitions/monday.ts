import type { Provider } from '../provider.js';

/** monday.com, with the OAuth flow of 2026: access tokens are JWTs whose own claims tell when they end. */
export const monday: Provider = {
  key: 'monday',
  definition: {
    name: 'monday.com',
    documentation: 'https://developer.monday.com/apps/docs/oauth',
    authorize: { url: 'https://auth.monday.com/oauth2/authorize' },
    token: {
      url: 'https://auth.monday.com/oauth_ms/oauth/token',
      clientAuthentication: 'client_secret_post',
      body: 'json',
    },
    revoke: { url: 'https://auth.monday.com/oauth_ms/oauth/revoke', body: 'json' },
    scopes: [
      { scope: 'me:read', label: 'See your own profile', need: 'optional' },
      { scope: 'boards:read', label: 'See boards', need: 'optional' },
      { scope: 'boards:write', label: 'Change boards', need: 'optional' },
      { scope: 'updates:read', label: 'Read updates', need: 'optional' },
      { scope: 'updates:write', label: 'Post updates', need: 'optional' },
      { scope: 'users:read', label: 'See the people of the account', need: 'optional' },
      { scope: 'workspaces:read', label: 'See workspaces', need: 'optional' },
      { scope: 'webhooks:write', label: 'Create webhooks', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.monday.com/v2' },
  },
};
