import type { Provider } from '../provider.js';

/** Gong, for a whole company. The token answer names the address of its API. */
export const gong: Provider = {
  key: 'gong',
  definition: {
    name: 'Gong',
    documentation: 'https://help.gong.io/docs/create-an-app-for-gong',
    authorize: { url: 'https://app.gong.io/oauth2/authorize', parameters: { access_type: 'offline' }, pkce: 'none' },
    token: { url: 'https://app.gong.io/oauth2/generate-customer-token' },
    captures: [{ name: 'api_base_url', from: 'token', path: 'api_base_url_for_customer', hosts: ['*.gong.io'] }],
    scopes: [
      { scope: 'api:calls:read:basic', label: 'Read basic data of calls', need: 'optional' },
      { scope: 'api:calls:create', label: 'Upload calls', need: 'optional' },
      { scope: 'api:flows:read', label: 'Read engage flows', need: 'optional' },
    ],
    api: { baseUrl: '{context.api_base_url}' },
  },
};
