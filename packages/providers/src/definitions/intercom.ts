import type { Provider } from '../provider.js';

/** Intercom, the customer messenger. Its permissions are ticked on the app and its tokens do not expire. */
export const intercom: Provider = {
  key: 'intercom',
  definition: {
    name: 'Intercom',
    documentation:
      'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/setting-up-oauth',
    inputs: [
      {
        name: 'region',
        label: 'Intercom region',
        type: 'text',
        visibility: 'customer',
        pattern: 'eu|au',
        help: 'eu or au when your workspace is hosted in Europe or Australia; else leave it empty.',
      },
    ],
    authorize: { url: 'https://app.{region}.intercom.com/oauth', urlFallback: 'https://app.intercom.com/oauth' },
    token: {
      url: 'https://api.{region}.intercom.io/auth/eagle/token',
      urlFallback: 'https://api.intercom.io/auth/eagle/token',
      clientAuthentication: 'client_secret_post',
      response: { accessToken: ['access_token', 'token'] },
    },
    revoke: {
      url: 'https://api.{region}.intercom.io/auth/uninstall',
      urlFallback: 'https://api.intercom.io/auth/uninstall',
      clientAuthentication: 'bearer_token',
      body: 'json',
      omit: ['token', 'token_type_hint'],
      token: 'access_token',
      reach: 'account',
    },
    steps: [
      {
        name: 'account',
        url: 'https://api.{region}.intercom.io/me',
        method: 'GET',
        urlFallback: 'https://api.intercom.io/me',
        captures: [{ name: 'accountName', path: 'name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    api: {
      baseUrl: 'https://api.{region}.intercom.io',
      baseUrlFallback: 'https://api.intercom.io',
      probe: { url: 'https://api.{region}.intercom.io/me', urlFallback: 'https://api.intercom.io/me' },
    },
  },
};
