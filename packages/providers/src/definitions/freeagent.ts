import type { Provider } from '../provider.js';

/** FreeAgent. It has no scopes: the permission level of the connecting user bounds the access. */
export const freeagent: Provider = {
  key: 'freeagent',
  definition: {
    name: 'FreeAgent',
    documentation: 'https://dev.freeagent.com/docs/oauth',
    authorize: { url: 'https://api.freeagent.com/v2/approve_app' },
    token: { url: 'https://api.freeagent.com/v2/token_endpoint' },
    steps: [
      {
        name: 'company',
        url: 'https://api.freeagent.com/v2/company',
        method: 'GET',
        captures: [{ name: 'company_name', path: 'company.name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'company_name' },
    api: { baseUrl: 'https://api.freeagent.com', probe: { url: 'https://api.freeagent.com/v2/company' } },
  },
};
