import type { Provider } from '../provider.js';

/** Strava. Athletes may deselect scopes on the page; only the callback tells the accepted ones, which nothing here reads. */
export const strava: Provider = {
  key: 'strava',
  definition: {
    name: 'Strava',
    documentation: 'https://developers.strava.com/docs/authentication/',
    authorize: { url: 'https://www.strava.com/oauth/authorize' },
    token: { url: 'https://www.strava.com/oauth/token', clientAuthentication: 'client_secret_post' },
    revoke: {
      url: 'https://www.strava.com/oauth/deauthorize',
      clientAuthentication: 'none',
      names: { token: 'access_token' },
      omit: ['client_id', 'token_type_hint'],
      token: 'access_token',
      reach: 'account',
    },
    steps: [
      {
        name: 'account',
        url: 'https://www.strava.com/api/v3/athlete',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'username' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'read', label: 'See public profile, segments, routes and clubs', need: 'optional' },
      { scope: 'read_all', label: 'See private routes, segments and events', need: 'optional' },
      { scope: 'profile:read_all', label: 'See your whole profile', need: 'optional' },
      { scope: 'profile:write', label: 'Change your figures and stars', need: 'optional' },
      { scope: 'activity:read', label: 'See activities that others may see', need: 'optional' },
      { scope: 'activity:read_all', label: 'See all activities, private ones too', need: 'optional' },
      { scope: 'activity:write', label: 'Create and edit activities', need: 'optional' },
    ],
    scopeSeparator: ',',
    api: { baseUrl: 'https://www.strava.com/api/v3', probe: { url: 'https://www.strava.com/api/v3/athlete' } },
  },
};
