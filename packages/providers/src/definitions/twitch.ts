import type { Provider } from '../provider.js';

/** Twitch. Every call of its API names the client; a token answer lists its scopes. */
export const twitch: Provider = {
  key: 'twitch',
  definition: {
    name: 'Twitch',
    documentation: 'https://dev.twitch.tv/docs/authentication/getting-tokens-oauth/',
    authorize: { url: 'https://id.twitch.tv/oauth2/authorize' },
    token: { url: 'https://id.twitch.tv/oauth2/token', clientAuthentication: 'client_secret_post' },
    revoke: { url: 'https://id.twitch.tv/oauth2/revoke', clientAuthentication: 'none', token: 'access_token' },
    steps: [
      {
        name: 'account',
        url: 'https://api.twitch.tv/helix/users',
        method: 'GET',
        headers: { 'Client-Id': '{client.id}' },
        captures: [{ name: 'accountName', path: 'data.0.login' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'user:read:email', label: 'See your e-mail address', need: 'optional' },
      { scope: 'openid', label: 'Know who you are', need: 'optional' },
    ],
    api: {
      baseUrl: 'https://api.twitch.tv',
      headers: { 'Client-Id': '{client.id}' },
      probe: { url: 'https://api.twitch.tv/helix/users', headers: { 'Client-Id': '{client.id}' } },
    },
  },
};
