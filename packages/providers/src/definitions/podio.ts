import type { Provider } from '../provider.js';

/** Podio, the workspace software. Calls of its API carry the token behind the word OAuth2. */
export const podio: Provider = {
  key: 'podio',
  definition: {
    name: 'Podio',
    documentation: 'https://developers.podio.com/authentication/server_side',
    authorize: { url: 'https://podio.com/oauth/authorize' },
    token: { url: 'https://podio.com/oauth/token', clientAuthentication: 'client_secret_post' },
    captures: [
      { name: 'refId', from: 'token', path: 'ref.id' },
      { name: 'refType', from: 'token', path: 'ref.type' },
    ],
    steps: [
      {
        name: 'account',
        url: 'https://api.podio.com/user/status',
        method: 'GET',
        authorizationScheme: 'OAuth2',
        captures: [{ name: 'accountName', path: 'profile.name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    api: {
      baseUrl: 'https://api.podio.com',
      headers: { Authorization: 'OAuth2 {token.access_token}' },
      probe: { url: 'https://api.podio.com/user/status', authorizationScheme: 'OAuth2' },
    },
  },
};
