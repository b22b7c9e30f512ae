import type { Provider } from '../provider.js';

/** Outreach, the sales engagement platform. One user may ask for one access token a minute. */
export const outreach: Provider = {
  key: 'outreach',
  definition: {
    name: 'Outreach',
    documentation: 'https://developers.outreach.io/api/oauth/',
    authorize: { url: 'https://api.outreach.io/oauth/authorize' },
    token: { url: 'https://api.outreach.io/oauth/token', clientAuthentication: 'client_secret_post' },
    scopes: [
      { scope: 'prospects.read', label: 'Read prospects', need: 'optional' },
      { scope: 'prospects.write', label: 'Create and change prospects', need: 'optional' },
      { scope: 'prospects.all', label: 'Read, change and delete prospects', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.outreach.io' },
    lifetimes: { refreshToken: 1209600 },
  },
};
