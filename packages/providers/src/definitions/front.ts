import type { Provider } from '../provider.js';

/** Front, the shared inbox. Scopes belong to the app; the token answer has no expires_in, and a refresh token renews itself near its end. */
export const front: Provider = {
  key: 'front',
  definition: {
    name: 'Front',
    documentation: 'https://dev.frontapp.com/docs/oauth',
    authorize: { url: 'https://app.frontapp.com/oauth/authorize' },
    token: { url: 'https://app.frontapp.com/oauth/token', defaultExpiresIn: 3600 },
    steps: [
      {
        name: 'me',
        url: 'https://api2.frontapp.com/me',
        method: 'GET',
        captures: [{ name: 'name', path: 'name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'name' },
    api: { baseUrl: 'https://api2.frontapp.com', probe: { url: 'https://api2.frontapp.com/me' } },
  },
};
