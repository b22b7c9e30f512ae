import type { Provider } from '../provider.js';

/** Heroku. The API wants its version in Accept. */
export const heroku: Provider = {
  key: 'heroku',
  definition: {
    name: 'Heroku',
    documentation: 'https://devcenter.heroku.com/articles/oauth',
    authorize: { url: 'https://id.heroku.com/oauth/authorize' },
    token: { url: 'https://id.heroku.com/oauth/token', clientAuthentication: 'client_secret_post' },
    captures: [{ name: 'user_id', from: 'token', path: 'user_id' }],
    steps: [
      {
        name: 'account',
        url: 'https://api.heroku.com/account',
        method: 'GET',
        headers: { Accept: 'application/vnd.heroku+json; version=3' },
        captures: [{ name: 'email', path: 'email' }],
        failure: 'passes',
      },
    ],
    scopes: [{ scope: 'global', label: 'Everything in the account', need: 'optional' }],
    account: { capture: 'email' },
    api: {
      baseUrl: 'https://api.heroku.com',
      headers: { Accept: 'application/vnd.heroku+json; version=3' },
      probe: { url: 'https://api.heroku.com/account', headers: { Accept: 'application/vnd.heroku+json; version=3' } },
    },
  },
};
