import type { Provider } from '../provider.js';

/** Bullhorn, the recruiting software. The API takes a session token of its own, which the caller gets at rest-services/login with the access token. */
export const bullhorn: Provider = {
  key: 'bullhorn',
  definition: {
    name: 'Bullhorn',
    documentation: 'https://bullhorn.github.io/Getting-Started-with-REST',
    inputs: [
      {
        name: 'username',
        label: 'API user name',
        type: 'text',
        visibility: 'customer',
        required: true,
        help: 'Bullhorn support gives you a user for the API.',
      },
      {
        name: 'password',
        label: 'API password',
        type: 'secret',
        visibility: 'customer',
        required: true,
        help: 'The password of that API user.',
      },
    ],
    authorize: {
      url: 'https://auth-west.bullhornstaffing.com/oauth/authorize',
      parameters: { username: '{username}', password: '{password}', action: 'Login' },
      pkce: 'none',
    },
    token: {
      url: 'https://auth-west.bullhornstaffing.com/oauth/token',
      clientAuthentication: 'client_secret_post',
      body: 'query',
    },
    steps: [
      {
        name: 'session',
        url: 'https://rest-west.bullhornstaffing.com/rest-services/login',
        body: 'query',
        clientAuthentication: 'none',
        omit: ['client_id'],
        parameters: { version: '*', access_token: '{token.access_token}', ttl: '10080' },
        captures: [{ name: 'restUrl', path: 'restUrl', hosts: ['*.bullhornstaffing.com'] }],
        failure: 'passes',
      },
    ],
  },
};
