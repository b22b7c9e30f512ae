import type { Provider } from '../provider.js';

/** Pipedrive, the sales software. Its token response names the API's host in `api_domain`. */
export const pipedrive: Provider = {
  key: 'pipedrive',
  definition: {
    name: 'Pipedrive',
    documentation: 'https://pipedrive.readme.io/docs/marketplace-oauth-authorization',
    authorize: { url: 'https://oauth.pipedrive.com/oauth/authorize', pkce: 'none' },
    token: { url: 'https://oauth.pipedrive.com/oauth/token' },
    revoke: { url: 'https://oauth.pipedrive.com/oauth/revoke' },
    captures: [{ name: 'api_domain', from: 'token', path: 'api_domain', hosts: ['*.pipedrive.com'] }],
    steps: [
      {
        name: 'account',
        url: 'https://api.pipedrive.com/v1/users/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'data.email' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [{ scope: 'base', label: 'Your name and settings' }],
    api: { baseUrl: '{context.api_domain}/api', probe: { url: 'https://api.pipedrive.com/v1/users/me' } },
    lifetimes: { idle: 5_184_000 },
  },
};
