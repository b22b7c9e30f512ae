import type { Provider } from '../provider.js';

/** COROS, the sports watches. Refreshing gives no new token but 30 more days for the old one. */
export const coros: Provider = {
  key: 'coros',
  definition: {
    name: 'COROS',
    documentation: 'https://support.coros.com/hc/en-us/articles/17085887816340-Submit-an-API-Application',
    authorize: { url: 'https://open.coros.com/oauth2/authorize' },
    token: {
      url: 'https://open.coros.com/oauth2/accesstoken',
      clientAuthentication: 'client_secret_post',
      response: { errorDescription: 'message' },
      defaultExpiresIn: 2_592_000,
    },
    refresh: {
      url: 'https://open.coros.com/oauth2/refresh-token',
      response: {
        success: { path: 'result', values: ['0000'] },
        error: 'result',
        errorDescription: 'message',
        noToken: 'extended',
      },
    },
    captures: [{ name: 'openId', from: 'token', path: 'openId' }],
    api: { baseUrl: 'https://open.coros.com' },
  },
};
