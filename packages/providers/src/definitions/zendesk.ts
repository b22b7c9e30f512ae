import type { Provider } from '../provider.js';

/** Zendesk. A client belongs to one account unless it is a global one; a refresh ends both old tokens. */
export const zendesk: Provider = {
  key: 'zendesk',
  definition: {
    name: 'Zendesk',
    documentation:
      'https://support.zendesk.com/hc/en-us/articles/4408845965210-Using-OAuth-authentication-with-your-application',
    inputs: [
      {
        name: 'subdomain',
        label: 'Zendesk subdomain',
        type: 'text',
        visibility: 'customer',
        required: true,
        help: 'The part before .zendesk.com in the address of your Zendesk.',
      },
    ],
    authorize: { url: 'https://{subdomain}.zendesk.com/oauth/authorizations/new' },
    token: { url: 'https://{subdomain}.zendesk.com/oauth/tokens', clientAuthentication: 'client_secret_post' },
    refresh: { revokesAccessToken: true },
    steps: [
      {
        name: 'account',
        url: 'https://{subdomain}.zendesk.com/api/v2/users/me.json',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'user.name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'read', label: 'Read everything that you may', need: 'optional' },
      { scope: 'write', label: 'Change everything that you may', need: 'optional' },
      { scope: 'tickets:read', label: 'Read tickets', need: 'optional' },
      { scope: 'tickets:write', label: 'Change tickets', need: 'optional' },
      { scope: 'users:read', label: 'Read users', need: 'optional' },
    ],
    api: {
      baseUrl: 'https://{subdomain}.zendesk.com',
      probe: { url: 'https://{subdomain}.zendesk.com/api/v2/users/me.json' },
    },
    lifetimes: { refreshToken: 2592000 },
  },
};
