import type { Provider } from '../provider.js';

/** Linear, the issue tracker. Revoking is a call with the access token itself. */
export const linear: Provider = {
  key: 'linear',
  definition: {
    name: 'Linear',
    documentation: 'https://linear.app/developers/oauth-2-0-authentication',
    authorize: { url: 'https://linear.app/oauth/authorize', parameters: { prompt: 'consent' }, pkce: 'none' },
    token: { url: 'https://api.linear.app/oauth/token', clientAuthentication: 'client_secret_post' },
    revoke: {
      url: 'https://api.linear.app/oauth/revoke',
      clientAuthentication: 'bearer_token',
      body: 'none',
      token: 'access_token',
    },
    steps: [
      {
        name: 'account',
        url: 'https://api.linear.app/graphql',
        body: 'json',
        parameters: { query: 'query {{ organization {{ id }} viewer {{ email }} }}' },
        captures: [
          { name: 'organizationId', path: 'data.organization.id' },
          { name: 'accountName', path: 'data.viewer.email' },
        ],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [{ scope: 'read', label: 'Read what you can see' }],
    scopeSeparator: ',',
    api: {
      baseUrl: 'https://api.linear.app',
      probe: {
        url: 'https://api.linear.app/graphql',
        method: 'POST',
        body: 'json',
        parameters: { query: 'query {{ viewer {{ id }} }}' },
      },
    },
  },
};
