import type { Provider } from '../provider.js';

/** Miro, the whiteboard. Scopes belong to the app, and so does the choice whether tokens expire. */
export const miro: Provider = {
  key: 'miro',
  definition: {
    name: 'Miro',
    documentation: 'https://developers.miro.com/docs/getting-started-with-oauth',
    authorize: { url: 'https://miro.com/oauth/authorize' },
    token: { url: 'https://api.miro.com/v1/oauth/token', clientAuthentication: 'client_secret_post', body: 'query' },
    revoke: {
      url: 'https://api.miro.com/v2/oauth/revoke',
      body: 'json',
      names: { token: 'accessToken', client_id: 'clientId', client_secret: 'clientSecret' },
      omit: ['token_type_hint'],
      token: 'access_token',
    },
    captures: [
      { name: 'team_id', from: 'token', path: 'team_id' },
      { name: 'user_id', from: 'token', path: 'user_id' },
    ],
    steps: [
      {
        name: 'account',
        url: 'https://api.miro.com/v1/oauth-token',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'user.name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'boards:read', label: 'See boards', need: 'optional' },
      { scope: 'boards:write', label: 'Change boards', need: 'optional' },
      { scope: 'organizations:read', label: 'Read the organization (enterprise)', need: 'optional' },
      { scope: 'auditlogs:read', label: 'Read audit logs (enterprise)', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.miro.com', probe: { url: 'https://api.miro.com/v1/oauth-token' } },
    lifetimes: { refreshToken: 5184000 },
  },
};
