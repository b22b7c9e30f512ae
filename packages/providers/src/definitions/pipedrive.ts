import type { Provider } from '../provider.js';

/** Pipedrive, the sales software. Its token response names the API's host in `api_domain`. */
export const pipedrive: Provider = {
  key: 'pipedrive',
  definition: {
    name: 'Pipedrive',
    authorize: { url: 'https://oauth.pipedrive.com/oauth/authorize', pkce: 'none' },
    token: { url: 'https://oauth.pipedrive.com/oauth/token', clientAuthentication: 'client_secret_basic' },
    revoke: { url: 'https://oauth.pipedrive.com/oauth/revoke' },
  },
  inputs: [],
};
