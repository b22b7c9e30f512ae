import type { Provider } from '../provider.js';

/** Reddit. Only duration=permanent brings a refresh token, which then stays the same; at least one scope is needed. */
export const reddit: Provider = {
  key: 'reddit',
  definition: {
    name: 'Reddit',
    documentation: 'https://github.com/reddit-archive/reddit/wiki/OAuth2',
    authorize: { url: 'https://www.reddit.com/api/v1/authorize', parameters: { duration: 'permanent' } },
    token: { url: 'https://www.reddit.com/api/v1/access_token', clientAuthentication: 'client_secret_basic' },
    revoke: { url: 'https://www.reddit.com/api/v1/revoke_token' },
    steps: [
      {
        name: 'account',
        url: 'https://oauth.reddit.com/api/v1/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'identity', label: 'See your user name', need: 'optional' },
      { scope: 'read', label: 'Read posts and comments', need: 'optional' },
      { scope: 'submit', label: 'Post links and comments', need: 'optional' },
      { scope: 'edit', label: 'Edit your posts', need: 'optional' },
      { scope: 'history', label: 'See your history', need: 'optional' },
      { scope: 'mysubreddits', label: 'List your subreddits', need: 'optional' },
      { scope: 'privatemessages', label: 'Read your inbox', need: 'optional' },
      { scope: 'vote', label: 'Vote', need: 'optional' },
    ],
    api: { baseUrl: 'https://oauth.reddit.com', probe: { url: 'https://oauth.reddit.com/api/v1/me' } },
  },
};
