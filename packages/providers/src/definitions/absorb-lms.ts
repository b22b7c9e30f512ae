import type { Provider } from '../provider.js';

/** Absorb LMS, the learning platform. Each portal has a client of its own, and its API key goes along with every token request. */
export const absorbLms: Provider = {
  key: 'absorb-lms',
  definition: {
    name: 'Absorb LMS',
    documentation: 'https://docs.myabsorb.com/integration-api/v2/docs/authentication/oauth',
    client: { owner: 'connection', idLabel: 'OAuth Client ID', secretLabel: 'OAuth Client Secret' },
    inputs: [
      {
        name: 'portalRoute',
        label: 'Portal address',
        type: 'host',
        hosts: ['*'],
        visibility: 'customer',
        required: true,
        help: 'The host of your portal, for example mycompany.myabsorb.com.',
      },
      {
        name: 'restApiKey',
        label: 'REST API private key',
        type: 'secret',
        visibility: 'customer',
        required: true,
        help: 'Under Admin, Portal Settings: Rest API Private Key.',
      },
      { name: 'apiVersion', label: 'API version', type: 'text', visibility: 'hidden', required: true, default: 'v1' },
    ],
    authorize: { url: 'https://{portalRoute}/oauth/authorize', pkce: 'none' },
    token: {
      url: 'https://{portalRoute}/oauth/token',
      clientAuthentication: 'client_secret_post',
      headers: { 'x-api-version': '{apiVersion}', 'x-api-key': '{restApiKey}' },
      parameters: { nonce: '{random.uuid}' },
    },
    refresh: { parameters: { nonce: '{random.uuid}', scope: '{request.scope}' } },
    api: {
      baseUrl: 'https://{portalRoute}',
      headers: { 'x-api-version': '{apiVersion}', 'x-api-key': '{restApiKey}' },
    },
  },
};
