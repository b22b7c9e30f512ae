import type { Provider } from '../provider.js';

/** Shopify, one shop, with tokens that expire. Revoking uninstalls the app. */
export const shopify: Provider = {
  key: 'shopify',
  definition: {
    name: 'Shopify',
    documentation: 'https://shopify.dev/docs/apps/auth/oauth',
    inputs: [
      {
        name: 'subdomain',
        label: 'Shop',
        type: 'text',
        visibility: 'customer',
        required: true,
        pattern: '[A-Za-z0-9][A-Za-z0-9-]*',
        help: 'The part before .myshopify.com in the address of your shop.',
      },
    ],
    authorize: { url: 'https://{subdomain}.myshopify.com/admin/oauth/authorize' },
    callback: { signature: { parameter: 'hmac', encoding: 'hex' } },
    token: {
      url: 'https://{subdomain}.myshopify.com/admin/oauth/access_token',
      clientAuthentication: 'client_secret_post',
      parameters: { expiring: '1' },
    },
    revoke: {
      url: 'https://{subdomain}.myshopify.com/admin/api_permissions/current.json',
      method: 'DELETE',
      body: 'none',
      clientAuthentication: 'none',
      headers: { 'x-shopify-access-token': '{token.access_token}' },
      token: 'access_token',
      reach: 'account',
    },
    api: {
      baseUrl: 'https://{subdomain}.myshopify.com',
      headers: { 'x-shopify-access-token': '{token.access_token}' },
    },
    lifetimes: { refreshToken: 7_776_000, idle: 7_776_000 },
  },
};
