import type { Provider } from '../provider.js';

/** Apple Business Manager, which keeps the devices of an organization. A customer brings a client and its private key. */
export const appleBusinessManager: Provider = {
  key: 'apple-business-manager',
  definition: {
    name: 'Apple Business Manager',
    documentation:
      'https://developer.apple.com/documentation/apple-school-and-business-manager-api/implementing-oauth-for-the-apple-school-manager-and-apple-business-api',
    grantType: 'client_credentials',
    client: { owner: 'connection', secretLabel: 'Private key (JWK with alg ES256 and kid)' },
    token: {
      url: 'https://account.apple.com/auth/oauth2/v2/token',
      clientAuthentication: 'private_key_jwt',
      parameters: { scope: 'business.api' },
    },
    api: { baseUrl: 'https://api-business.apple.com' },
  },
};
