import type { Provider } from '../provider.js';

/** Netlify, the host of websites. It has no scopes. */
export const netlify: Provider = {
  key: 'netlify',
  definition: {
    name: 'Netlify',
    documentation: 'https://www.netlify.com/docs/api/',
    authorize: { url: 'https://app.netlify.com/authorize' },
    token: { url: 'https://api.netlify.com/oauth/token' },
    steps: [
      {
        name: 'account',
        url: 'https://api.netlify.com/api/v1/user',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'full_name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    api: { baseUrl: 'https://api.netlify.com/api/v1', probe: { url: 'https://api.netlify.com/api/v1/user' } },
  },
};
