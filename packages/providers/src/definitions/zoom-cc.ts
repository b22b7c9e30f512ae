import type { Provider } from '../provider.js';

/** Zoom by a server-to-server app of the customer: it acts for a whole Zoom account, without consent. */
export const zoomCc: Provider = {
  key: 'zoom-cc',
  definition: {
    name: 'Zoom (Server-to-Server)',
    documentation: 'https://developers.zoom.us/docs/internal-apps/s2s-oauth/',
    grantType: 'client_credentials',
    client: { owner: 'connection' },
    inputs: [
      {
        name: 'accountId',
        label: 'Account ID',
        type: 'text',
        visibility: 'customer',
        required: true,
        help: 'On the credentials page of your server-to-server app.',
      },
    ],
    token: {
      url: 'https://zoom.us/oauth/token',
      grantType: 'account_credentials',
      parameters: { account_id: '{accountId}' },
    },
    revoke: { url: 'https://zoom.us/oauth/revoke', token: 'access_token' },
    api: { baseUrl: 'https://api.zoom.us' },
  },
};
