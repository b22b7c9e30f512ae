import type { Provider } from '../provider.js';

/** Withings, the health devices. Every answer is HTTP 200: its status tells whether it is a success. */
export const withings: Provider = {
  key: 'withings',
  definition: {
    name: 'Withings',
    documentation:
      'https://developer.withings.com/developer-guide/v3/integration-guide/public-health-data-api/get-access/oauth-web-flow',
    authorize: { url: 'https://account.withings.com/oauth2_user/authorize2' },
    token: {
      url: 'https://wbsapi.withings.net/v2/oauth2',
      clientAuthentication: 'client_secret_post',
      parameters: { action: 'requesttoken' },
      response: {
        accessToken: ['body.access_token'],
        refreshToken: ['body.refresh_token'],
        expiry: { path: 'body.expires_in', kind: 'seconds' },
        success: { path: 'status', values: ['0'] },
        error: 'status',
      },
    },
    refresh: { parameters: { action: 'requesttoken' }, reuseGrace: 28800 },
    captures: [{ name: 'userid', from: 'token', path: 'body.userid' }],
    account: { tokenMember: 'body.userid' },
    scopes: [
      { scope: 'user.info', label: 'See your basic data', need: 'optional' },
      { scope: 'user.metrics', label: 'Read measurements such as weight', need: 'optional' },
      { scope: 'user.activity', label: 'Read activity and sleep', need: 'optional' },
    ],
    scopeSeparator: ',',
    api: { baseUrl: 'https://wbsapi.withings.net' },
    lifetimes: { refreshToken: 31536000 },
  },
};
