import type { Provider } from '../provider.js';

/** Auth0. A setting of the tenant may let one revoked token end the user's whole grant, hence the wide reach. */
export const auth0: Provider = {
  key: 'auth0',
  definition: {
    name: 'Auth0',
    documentation: 'https://auth0.com/docs/get-started/authentication-and-authorization-flow/authorization-code-flow',
    client: { owner: 'connection' },
    authorize: { url: 'https://{domain}/authorize', parameters: { audience: '{audience}' } },
    token: { url: 'https://{domain}/oauth/token' },
    revoke: {
      url: 'https://{domain}/oauth/revoke',
      clientAuthentication: 'client_secret_post',
      token: 'refresh_token',
      reach: 'account',
    },
    inputs: [
      {
        name: 'domain',
        label: 'Auth0 domain',
        type: 'host',
        visibility: 'customer',
        required: true,
        hosts: ['*'],
        help: 'The domain of your tenant, such as acme.eu.auth0.com, or your own domain for it.',
      },
      {
        name: 'audience',
        label: 'API identifier',
        type: 'text',
        visibility: 'customer',
        help: 'The audience of the API that is to be called; leave it empty for none.',
      },
    ],
    scopes: [
      { scope: 'openid', label: 'Sign-in identity', need: 'optional' },
      { scope: 'profile', label: 'Name and picture', need: 'optional' },
      { scope: 'email', label: 'E-mail address', need: 'optional' },
      { scope: 'offline_access', label: 'Stay connected while nobody is signed in', need: 'required' },
    ],
    api: { baseUrl: 'https://{domain}' },
  },
};
