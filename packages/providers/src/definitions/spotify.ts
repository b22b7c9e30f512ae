import type { Provider } from '../provider.js';

/** Spotify. A refresh token ends six months after the grant, however often it is used. */
export const spotify: Provider = {
  key: 'spotify',
  definition: {
    name: 'Spotify',
    documentation: 'https://developer.spotify.com/documentation/web-api/tutorials/code-flow',
    authorize: { url: 'https://accounts.spotify.com/authorize' },
    token: { url: 'https://accounts.spotify.com/api/token', clientAuthentication: 'client_secret_basic' },
    steps: [
      {
        name: 'account',
        url: 'https://api.spotify.com/v1/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'display_name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'user-read-private', label: 'See your profile', need: 'optional' },
      { scope: 'user-read-email', label: 'See your e-mail address', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.spotify.com', probe: { url: 'https://api.spotify.com/v1/me' } },
    lifetimes: { absolute: 15_638_400 },
  },
};
