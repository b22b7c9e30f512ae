import type { Provider } from '../provider.js';

/** Gusto, the payroll software. A token reaches one company, whose id is kept. */
export const gusto: Provider = {
  key: 'gusto',
  definition: {
    name: 'Gusto',
    documentation: 'https://docs.gusto.com/app-integrations/docs/oauth2',
    authorize: { url: 'https://api.gusto.com/oauth/authorize' },
    token: { url: 'https://api.gusto.com/oauth/token', clientAuthentication: 'client_secret_post' },
    refresh: { parameters: { redirect_uri: '{request.redirect_uri}' } },
    steps: [
      {
        name: 'token_info',
        url: 'https://api.gusto.com/v1/token_info',
        method: 'GET',
        headers: { 'X-Gusto-API-Version': '2025-06-15' },
        captures: [{ name: 'company_uuid', path: 'resource.uuid' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'company_uuid' },
    api: {
      baseUrl: 'https://api.gusto.com',
      headers: { 'X-Gusto-API-Version': '2025-06-15' },
      probe: { url: 'https://api.gusto.com/v1/token_info', headers: { 'X-Gusto-API-Version': '2025-06-15' } },
    },
  },
};
