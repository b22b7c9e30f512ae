import type { Provider } from '../provider.js';

/** Stripe Connect. The client secret is the platform's secret API key, which also decides between live and test. */
export const stripeConnect: Provider = {
  key: 'stripe-connect',
  definition: {
    name: 'Stripe Connect',
    documentation: 'https://stripe.com/docs/connect/oauth-reference',
    client: { secretLabel: 'Secret API key of the platform' },
    authorize: { url: 'https://connect.stripe.com/oauth/authorize' },
    token: { url: 'https://connect.stripe.com/oauth/token', clientAuthentication: 'client_secret_post' },
    revoke: {
      url: 'https://connect.stripe.com/oauth/deauthorize',
      clientAuthentication: 'bearer_secret',
      parameters: { client_id: '{client.id}', stripe_user_id: '{context.stripe_user_id}' },
      omit: ['token', 'token_type_hint'],
      token: 'access_token',
      reach: 'account',
    },
    captures: [
      { name: 'stripe_user_id', from: 'token', path: 'stripe_user_id' },
      { name: 'stripe_publishable_key', from: 'token', path: 'stripe_publishable_key' },
      { name: 'livemode', from: 'token', path: 'livemode' },
    ],
    steps: [
      {
        name: 'account',
        url: 'https://api.stripe.com/v1/account',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'settings.dashboard.display_name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'read_write', label: 'Read and change the connected account', need: 'optional' },
      { scope: 'read_only', label: 'Read the connected account', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.stripe.com', probe: { url: 'https://api.stripe.com/v1/account' } },
  },
};
