import type { Provider } from '../provider.js';

/**
 * Mailchimp. Its tokens do not expire (they say 0 seconds); a call after connecting tells the data centre of the API.
 */
export const mailchimp: Provider = {
  key: 'mailchimp',
  definition: {
    name: 'Mailchimp',
    documentation: 'https://mailchimp.com/developer/marketing/guides/access-user-data-oauth-2/',
    authorize: { url: 'https://login.mailchimp.com/oauth2/authorize' },
    token: {
      url: 'https://login.mailchimp.com/oauth2/token',
      clientAuthentication: 'client_secret_post',
      response: { expiry: { path: 'expires_in', kind: 'seconds', never: ['0'] } },
    },
    steps: [
      {
        name: 'metadata',
        url: 'https://login.mailchimp.com/oauth2/metadata',
        method: 'GET',
        captures: [
          { name: 'dc', path: 'dc' },
          { name: 'accountName', path: 'accountname' },
        ],
      },
    ],
    account: { capture: 'accountName' },
    api: {
      baseUrl: 'https://{context.dc}.api.mailchimp.com',
      probe: { url: 'https://login.mailchimp.com/oauth2/metadata' },
    },
  },
};
