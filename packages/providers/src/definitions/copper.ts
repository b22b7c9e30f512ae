import type { Provider } from '../provider.js';

/** Copper, the CRM. It has a single scope. */
export const copper: Provider = {
  key: 'copper',
  definition: {
    name: 'Copper',
    documentation: 'https://developer.copper.com/introduction/oauth/index.html',
    authorize: { url: 'https://app.copper.com/oauth/authorize' },
    token: { url: 'https://app.copper.com/oauth/token', clientAuthentication: 'client_secret_post' },
    scopes: [{ scope: 'developer/v1/all', label: 'The whole developer API', need: 'optional' }],
    api: {
      baseUrl: 'https://api.copper.com/developer_api',
      probe: { url: 'https://api.copper.com/developer_api/v1/account' },
    },
  },
};
