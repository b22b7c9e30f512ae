import type { Provider } from '../provider.js';

/** Webex by Cisco. */
export const webex: Provider = {
  key: 'webex',
  definition: {
    name: 'Webex',
    documentation: 'https://developer.webex.com/docs/integrations',
    authorize: { url: 'https://webexapis.com/v1/authorize' },
    token: { url: 'https://webexapis.com/v1/access_token', clientAuthentication: 'client_secret_post' },
    steps: [
      {
        name: 'account',
        url: 'https://webexapis.com/v1/people/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'displayName' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'spark:people_read', label: 'See people and your own profile', need: 'optional' },
      { scope: 'spark:kms', label: 'Use the keys of encrypted content', need: 'optional' },
      { scope: 'spark:rooms_read', label: 'List spaces', need: 'optional' },
      { scope: 'spark:messages_read', label: 'Read messages', need: 'optional' },
      { scope: 'spark:messages_write', label: 'Post messages', need: 'optional' },
      { scope: 'meeting:schedules_read', label: 'Read meetings', need: 'optional' },
      { scope: 'meeting:schedules_write', label: 'Schedule meetings', need: 'optional' },
      { scope: 'meeting:recordings_read', label: 'Read recordings', need: 'optional' },
    ],
    api: { baseUrl: 'https://webexapis.com', probe: { url: 'https://webexapis.com/v1/people/me' } },
  },
};
