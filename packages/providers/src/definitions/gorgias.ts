import type { Provider } from '../provider.js';

/** Gorgias, the help desk. Its refresh tokens do not expire. */
export const gorgias: Provider = {
  key: 'gorgias',
  definition: {
    name: 'Gorgias',
    documentation: 'https://developers.gorgias.com/docs/oauth2-authentication-for-creating-apps-with-gorgias',
    authorize: { url: 'https://{subdomain}.gorgias.com/oauth/authorize' },
    token: { url: 'https://{subdomain}.gorgias.com/oauth/token' },
    inputs: [
      {
        name: 'subdomain',
        label: 'Gorgias subdomain',
        type: 'text',
        visibility: 'customer',
        required: true,
        help: 'The part before .gorgias.com in the address of your Gorgias.',
      },
    ],
    scopes: [
      { scope: 'offline', label: 'Stay connected while nobody is signed in', need: 'required' },
      { scope: 'openid', label: 'Sign-in identity', need: 'optional' },
    ],
    api: { baseUrl: 'https://{subdomain}.gorgias.com' },
  },
};
