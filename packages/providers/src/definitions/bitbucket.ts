import type { Provider } from '../provider.js';

/** Bitbucket Cloud. Scopes are ticked on the OAuth consumer; a request can only narrow them. */
export const bitbucket: Provider = {
  key: 'bitbucket',
  definition: {
    name: 'Bitbucket Cloud',
    documentation: 'https://support.atlassian.com/bitbucket-cloud/docs/use-oauth-on-bitbucket-cloud/',
    authorize: { url: 'https://bitbucket.org/site/oauth2/authorize' },
    token: { url: 'https://bitbucket.org/site/oauth2/access_token', response: { scope: 'scopes' } },
    steps: [
      {
        name: 'me',
        url: 'https://api.bitbucket.org/2.0/user',
        method: 'GET',
        captures: [{ name: 'display_name', path: 'display_name' }],
        failure: 'passes',
      },
    ],
    scopes: [{ scope: 'account', label: 'See your own profile', need: 'optional' }],
    account: { capture: 'display_name' },
    api: { baseUrl: 'https://api.bitbucket.org/2.0', probe: { url: 'https://api.bitbucket.org/2.0/user' } },
  },
};
