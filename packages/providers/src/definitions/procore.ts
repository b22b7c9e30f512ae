import type { Definition } from '@latchkey/oauth';
import type { Provider } from '../provider.js';

/** Each environment has hosts, keys and tokens of its own; which host people log in at is only published of production. */
export const procoreHosts: NonNullable<Definition['inputs']> = [
  {
    name: 'loginHost',
    label: 'Login host',
    type: 'host',
    hosts: ['*.procore.com'],
    visibility: 'organization',
    required: true,
    defaults: { production: 'login.procore.com' },
    help: 'Where people sign in. A sandbox has another than production: for example login-sandbox.procore.com.',
  },
  {
    name: 'apiHost',
    label: 'API host',
    type: 'host',
    hosts: ['*.procore.com'],
    visibility: 'organization',
    required: true,
    defaults: { production: 'api.procore.com', sandbox: 'sandbox.procore.com' },
    help: 'Where the API is called.',
  },
];

/** Procore, the construction software. Any refresh call, successful or not, ends the refresh token that was sent. */
export const procore: Provider = {
  key: 'procore',
  definition: {
    name: 'Procore',
    documentation: 'https://developers.procore.com/reference/authentication',
    inputs: procoreHosts,
    authorize: { url: 'https://{loginHost}/oauth/authorize' },
    token: {
      url: 'https://{loginHost}/oauth/token',
      clientAuthentication: 'client_secret_post',
      response: { issuedAt: 'created_at' },
    },
    revoke: { url: 'https://{loginHost}/oauth/revoke', token: 'access_token' },
    steps: [
      {
        name: 'account',
        url: 'https://{apiHost}/rest/v1.0/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'login' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    api: { baseUrl: 'https://{apiHost}', probe: { url: 'https://{loginHost}/oauth/token/info' } },
  },
};
