import type { Provider } from '../provider.js';

/** Clio Manage. Revoking takes the app's access to the user away. */
export const clio: Provider = {
  key: 'clio',
  definition: {
    name: 'Clio Manage',
    documentation: 'https://docs.developers.clio.com/api-docs/authorization',
    authorize: { url: 'https://{hostname}/oauth/authorize' },
    token: { url: 'https://{hostname}/oauth/token', clientAuthentication: 'client_secret_post' },
    revoke: {
      url: 'https://{hostname}/oauth/deauthorize',
      clientAuthentication: 'bearer_token',
      body: 'none',
      token: 'access_token',
      reach: 'account',
    },
    inputs: [
      {
        name: 'hostname',
        label: 'Clio address',
        type: 'choice',
        visibility: 'customer',
        required: true,
        default: 'app.clio.com',
        choices: [
          { value: 'app.clio.com', label: 'app.clio.com' },
          { value: 'eu.app.clio.com', label: 'eu.app.clio.com' },
          { value: 'ca.app.clio.com', label: 'ca.app.clio.com' },
          { value: 'au.app.clio.com', label: 'au.app.clio.com' },
        ],
        help: 'The address in your browser while you use Clio.',
      },
    ],
    api: { baseUrl: 'https://{hostname}/api/v4' },
  },
};
