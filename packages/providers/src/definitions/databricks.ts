import type { Provider } from '../provider.js';

/** Databricks, as a service principal that the customer made in their own workspace. */
export const databricks: Provider = {
  key: 'databricks',
  definition: {
    name: 'Databricks',
    documentation: 'https://docs.databricks.com/en/dev-tools/auth/oauth-m2m.html',
    grantType: 'client_credentials',
    client: { owner: 'connection' },
    token: { url: 'https://{host}/oidc/v1/token' },
    inputs: [
      {
        name: 'host',
        label: 'Workspace address',
        type: 'host',
        visibility: 'customer',
        required: true,
        hosts: ['*'],
        help: 'The host of your Databricks workspace, as in the address bar of your browser.',
      },
    ],
    scopes: [{ scope: 'all-apis', label: 'Every API that the service principal may use', need: 'optional' }],
    api: { baseUrl: 'https://{host}/api/2.0' },
  },
};
