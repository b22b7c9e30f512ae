import type { Provider } from '../provider.js';

/** Egnyte. Tokens do not expire, and there are no refresh tokens. */
export const egnyte: Provider = {
  key: 'egnyte',
  definition: {
    name: 'Egnyte',
    documentation: 'https://developers.egnyte.com/docs/read/Public_API_Authentication',
    authorize: { url: 'https://{domain}.egnyte.com/puboauth/token' },
    token: { url: 'https://{domain}.egnyte.com/puboauth/token', clientAuthentication: 'client_secret_post' },
    inputs: [
      {
        name: 'domain',
        label: 'Egnyte domain',
        type: 'text',
        visibility: 'customer',
        required: true,
        help: 'The part before .egnyte.com in the address of your Egnyte.',
      },
    ],
    scopes: [
      { scope: 'Egnyte.filesystem', label: 'Files and folders', need: 'optional' },
      { scope: 'Egnyte.link', label: 'Shared links', need: 'optional' },
    ],
    api: {
      baseUrl: 'https://{domain}.egnyte.com/pubapi',
      probe: { url: 'https://{domain}.egnyte.com/pubapi/v1/userinfo' },
    },
  },
};
