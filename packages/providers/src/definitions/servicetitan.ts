import type { Provider } from '../provider.js';

/**
 * ServiceTitan. Each customer makes a client in its own account; the app key is the vendor's and goes with every call.
 */
export const servicetitan: Provider = {
  key: 'servicetitan',
  definition: {
    name: 'ServiceTitan',
    documentation: 'https://developer.servicetitan.io/docs/oauth20/',
    grantType: 'client_credentials',
    client: { owner: 'connection' },
    inputs: [
      {
        name: 'app_key',
        label: 'ServiceTitan app key',
        type: 'secret',
        visibility: 'organization',
        required: true,
        help: 'The key of your app in the developer portal of ServiceTitan.',
      },
      {
        name: 'tenant',
        label: 'ServiceTitan tenant id',
        type: 'text',
        visibility: 'customer',
        required: true,
        help: 'The number of your ServiceTitan account; it is a part of every address of the API.',
      },
    ],
    token: { url: 'https://auth.servicetitan.io/connect/token', clientAuthentication: 'client_secret_post' },
    api: { baseUrl: 'https://api.servicetitan.io', headers: { 'ST-App-Key': '{app_key}' } },
  },
};
