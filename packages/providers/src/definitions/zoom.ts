import type { Provider } from '../provider.js';

/** Zoom. Scopes belong to the app; a new grant of the same person ends all earlier tokens. */
export const zoom: Provider = {
  key: 'zoom',
  definition: {
    name: 'Zoom',
    documentation: 'https://developers.zoom.us/docs/integrations/oauth/',
    authorize: { url: 'https://zoom.us/oauth/authorize' },
    token: { url: 'https://zoom.us/oauth/token', clientAuthentication: 'client_secret_basic' },
    revoke: { url: 'https://zoom.us/oauth/revoke', token: 'access_token' },
    steps: [
      {
        name: 'account',
        url: 'https://api.zoom.us/v2/users/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'email' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [{ scope: 'user:read', label: 'See your own profile (classic scope)', need: 'optional' }],
    api: { baseUrl: 'https://api.zoom.us/v2', probe: { url: 'https://api.zoom.us/v2/users/me' } },
    lifetimes: { refreshToken: 7776000 },
  },
};
