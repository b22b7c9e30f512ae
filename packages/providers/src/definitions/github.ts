import type { Provider } from '../provider.js';

/** GitHub, by an OAuth app: its tokens do not expire. Revoking ends every token that the person gave the app. */
export const github: Provider = {
  key: 'github',
  definition: {
    name: 'GitHub',
    documentation: 'https://docs.github.com/en/developers/apps/building-oauth-apps/authorizing-oauth-apps',
    authorize: { url: 'https://github.com/login/oauth/authorize' },
    token: { url: 'https://github.com/login/oauth/access_token', clientAuthentication: 'client_secret_post' },
    revoke: {
      url: 'https://api.github.com/applications/{client.id}/grant',
      method: 'DELETE',
      body: 'json',
      clientAuthentication: 'client_secret_basic',
      names: { token: 'access_token' },
      omit: ['token_type_hint'],
      token: 'access_token',
      reach: 'account',
    },
    steps: [
      {
        name: 'account',
        url: 'https://api.github.com/user',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'login' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'read:user', label: 'Your profile' },
      { scope: 'user:email', label: 'Your e-mail addresses' },
      { scope: 'read:org', label: 'Your organizations and teams' },
      { scope: 'repo', label: 'Read and change repositories, private ones too' },
    ],
    api: { baseUrl: 'https://api.github.com', probe: { url: 'https://api.github.com/user' } },
  },
};
