import type { Provider } from '../provider.js';

/** Wave, the accounting software. The API is GraphQL; its businesses need a paid subscription. */
export const wave: Provider = {
  key: 'wave',
  definition: {
    name: 'Wave',
    documentation: 'https://developer.waveapps.com/hc/en-us/articles/360019493652-OAuth-Guide',
    authorize: { url: 'https://api.waveapps.com/oauth2/authorize/' },
    token: { url: 'https://api.waveapps.com/oauth2/token/', clientAuthentication: 'client_secret_post' },
    refresh: { revokesAccessToken: true },
    revoke: { url: 'https://api.waveapps.com/oauth2/token-revoke/' },
    captures: [{ name: 'businessId', from: 'token', path: 'businessId' }],
    steps: [
      {
        name: 'account',
        url: 'https://gql.waveapps.com/graphql/public',
        method: 'POST',
        body: 'json',
        parameters: { query: '{{ user {{ defaultEmail }} }}' },
        captures: [{ name: 'accountName', path: 'data.user.defaultEmail' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'user:read', label: 'See your user', need: 'optional' },
      { scope: 'business:read', label: 'Read the business', need: 'optional' },
      { scope: 'account:read', label: 'Read accounts', need: 'optional' },
      { scope: 'customer:read', label: 'Read customers', need: 'optional' },
      { scope: 'invoice:read', label: 'Read invoices', need: 'optional' },
      { scope: 'invoice:write', label: 'Create and change invoices', need: 'optional' },
      { scope: 'product:read', label: 'Read products', need: 'optional' },
      { scope: 'transaction:write', label: 'Create transactions', need: 'optional' },
    ],
    api: { baseUrl: 'https://gql.waveapps.com' },
  },
};
