import type { Provider } from '../provider.js';

/** BoldSign, the e-signature service, in the region of the customer. */
export const ppBoldsign: Provider = {
  key: 'pp-boldsign',
  definition: {
    name: 'BoldSign',
    documentation: 'https://developers.boldsign.com/authentication/oauth-2-0',
    inputs: [
      {
        name: 'CustomHost',
        label: 'BoldSign region',
        type: 'choice',
        visibility: 'customer',
        required: true,
        choices: [
          { value: '.boldsign.com', label: 'United States' },
          { value: '-eu.boldsign.com', label: 'European Union' },
        ],
        help: 'Where your BoldSign account is kept.',
      },
    ],
    authorize: { url: 'https://account{CustomHost}/connect/authorize' },
    token: { url: 'https://account{CustomHost}/connect/token', clientAuthentication: 'client_secret_post' },
    scopes: [
      { scope: 'offline_access', label: 'Stay connected while nobody is signed in', need: 'required' },
      { scope: 'openid', label: 'Who you are' },
      { scope: 'profile', label: 'Your name' },
      { scope: 'BoldSign.Documents.All', label: 'Documents' },
      { scope: 'BoldSign.Templates.All', label: 'Templates' },
      { scope: 'BoldSign.SenderIdentity.All', label: 'Sender identities' },
    ],
    api: { baseUrl: 'https://api{CustomHost}' },
  },
};
