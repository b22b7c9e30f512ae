import type { Provider } from '../provider.js';

/** ADP, the payroll and HR service. A customer brings a client and its certificate, which authenticates the connection itself. */
export const adp: Provider = {
  key: 'adp',
  definition: {
    name: 'ADP',
    documentation:
      'https://developers.adp.com/guides/adp-marketplace-integration-guides/auth-process-data-connector-apps/chapter/2',
    grantType: 'client_credentials',
    client: { owner: 'connection', secretLabel: 'Certificate and private key (PEM)' },
    token: { url: 'https://accounts.adp.com/auth/oauth/v2/token', clientAuthentication: 'tls_client_auth' },
    api: { baseUrl: 'https://api.adp.com' },
  },
};
