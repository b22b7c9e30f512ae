import type { Provider } from '../provider.js';

/** Log in with PayPal (live, not the sandbox). The attributes to be asked for are set in the application first. */
export const paypal: Provider = {
  key: 'paypal',
  definition: {
    name: 'PayPal',
    documentation: 'https://developer.paypal.com/docs/log-in-with-paypal/integrate',
    authorize: { url: 'https://www.paypal.com/signin/authorize', parameters: { flowEntry: 'static' } },
    token: { url: 'https://api-m.paypal.com/v1/oauth2/token', clientAuthentication: 'client_secret_basic' },
    steps: [
      {
        name: 'account',
        url: 'https://api-m.paypal.com/v1/identity/oauth2/userinfo?schema=paypalv1.1',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'openid', label: 'Know who you are', need: 'optional' },
      { scope: 'profile', label: 'See your full name', need: 'optional' },
      { scope: 'email', label: 'See your e-mail address', need: 'optional' },
      { scope: 'address', label: 'See your postal address', need: 'optional' },
    ],
    api: {
      baseUrl: 'https://api-m.paypal.com',
      probe: { url: 'https://api-m.paypal.com/v1/identity/oauth2/userinfo?schema=paypalv1.1' },
    },
  },
};
