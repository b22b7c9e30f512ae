import type { Provider } from '../provider.js';

/** Patreon. The account call answers only what its query asks for. */
export const patreon: Provider = {
  key: 'patreon',
  definition: {
    name: 'Patreon',
    documentation: 'https://docs.patreon.com/#oauth',
    authorize: { url: 'https://www.patreon.com/oauth2/authorize' },
    token: { url: 'https://www.patreon.com/api/oauth2/token', clientAuthentication: 'client_secret_post' },
    revoke: { url: 'https://www.patreon.com/oauth2/revoke', token: 'access_token' },
    steps: [
      {
        name: 'account',
        url: 'https://www.patreon.com/api/oauth2/v2/identity?fields%5Buser%5D=full_name,email',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'data.attributes.full_name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'identity', label: 'See your name and public profile', need: 'optional' },
      { scope: 'identity[email]', label: 'See your e-mail address', need: 'optional' },
      { scope: 'campaigns', label: 'Read your campaigns as a creator', need: 'optional' },
    ],
    api: {
      baseUrl: 'https://www.patreon.com/api/oauth2/v2',
      probe: { url: 'https://www.patreon.com/api/oauth2/v2/identity?fields%5Buser%5D=full_name,email' },
    },
  },
};
