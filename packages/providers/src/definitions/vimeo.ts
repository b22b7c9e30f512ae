import type { Provider } from '../provider.js';

/** Vimeo. There are no refresh tokens. */
export const vimeo: Provider = {
  key: 'vimeo',
  definition: {
    name: 'Vimeo',
    documentation: 'https://developer.vimeo.com/api/authentication',
    authorize: { url: 'https://api.vimeo.com/oauth/authorize' },
    token: { url: 'https://api.vimeo.com/oauth/access_token', clientAuthentication: 'client_secret_basic' },
    steps: [
      {
        name: 'account',
        url: 'https://api.vimeo.com/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [{ scope: 'public', label: 'Read public data', need: 'optional' }],
    api: { baseUrl: 'https://api.vimeo.com', probe: { url: 'https://api.vimeo.com/me' } },
  },
};
