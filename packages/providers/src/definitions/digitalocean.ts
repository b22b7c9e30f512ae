import type { Provider } from '../provider.js';

/** DigitalOcean. Revocation is asked for with the access token itself. */
export const digitalocean: Provider = {
  key: 'digitalocean',
  definition: {
    name: 'DigitalOcean',
    documentation: 'https://docs.digitalocean.com/reference/api/oauth/',
    authorize: { url: 'https://cloud.digitalocean.com/v1/oauth/authorize' },
    token: { url: 'https://cloud.digitalocean.com/v1/oauth/token', clientAuthentication: 'client_secret_post' },
    revoke: {
      url: 'https://cloud.digitalocean.com/v1/oauth/revoke',
      clientAuthentication: 'bearer_token',
      token: 'access_token',
    },
    steps: [
      {
        name: 'account',
        url: 'https://api.digitalocean.com/v2/account',
        method: 'GET',
        captures: [{ name: 'email', path: 'account.email' }],
        failure: 'passes',
      },
    ],
    scopes: [
      { scope: 'read', label: 'Read the team', need: 'optional' },
      { scope: 'write', label: 'Change the team', need: 'optional' },
    ],
    account: { capture: 'email' },
    api: { baseUrl: 'https://api.digitalocean.com', probe: { url: 'https://api.digitalocean.com/v2/account' } },
  },
};
