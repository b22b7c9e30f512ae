import type { Provider } from '../provider.js';

/**
 * Keap, once Infusionsoft. Codes are redeemed with the client in the body, refresh tokens with it as Basic
 * credentials.
 */
export const keap: Provider = {
  key: 'keap',
  definition: {
    name: 'Keap',
    documentation: 'https://developer.infusionsoft.com/getting-started-oauth-keys/',
    authorize: { url: 'https://accounts.infusionsoft.com/app/oauth/authorize' },
    token: { url: 'https://api.infusionsoft.com/token', clientAuthentication: 'client_secret_post' },
    refresh: { clientAuthentication: 'client_secret_basic' },
    scopes: [{ scope: 'full', label: 'Use everything in Keap', need: 'optional' }],
    api: { baseUrl: 'https://api.infusionsoft.com/crm' },
  },
};
