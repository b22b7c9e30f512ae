import type { Provider } from '../provider.js';

/** A Stripe App of the marketplace. The secret key stands where others have a user name; access tokens live an hour. */
export const stripeApp: Provider = {
  key: 'stripe-app',
  definition: {
    name: 'Stripe App',
    documentation: 'https://docs.stripe.com/stripe-apps/api-authentication/oauth',
    authorize: { url: 'https://marketplace.stripe.com/oauth/v2/authorize', pkce: 'none' },
    token: {
      url: 'https://api.stripe.com/v1/oauth/token',
      clientAuthentication: 'secret_as_user_name',
      defaultExpiresIn: 3600,
    },
    captures: [
      { name: 'stripe_user_id', from: 'token', path: 'stripe_user_id' },
      { name: 'livemode', from: 'token', path: 'livemode' },
    ],
    account: { tokenMember: 'stripe_user_id' },
    api: { baseUrl: 'https://api.stripe.com' },
  },
};
