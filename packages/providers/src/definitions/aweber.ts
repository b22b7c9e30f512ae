import type { Provider } from '../provider.js';

/** AWeber, the mailing software. It refuses PKCE from clients that have a secret. */
export const aweber: Provider = {
  key: 'aweber',
  definition: {
    name: 'AWeber',
    documentation: 'https://api.aweber.com/#tag/OAuth-2.0-Overview',
    authorize: { url: 'https://auth.aweber.com/oauth2/authorize', pkce: 'none' },
    token: { url: 'https://auth.aweber.com/oauth2/token' },
    revoke: { url: 'https://auth.aweber.com/oauth2/revoke' },
    steps: [
      {
        name: 'accounts',
        url: 'https://api.aweber.com/1.0/accounts',
        method: 'GET',
        captures: [{ name: 'account_id', path: 'entries.0.id' }],
        failure: 'passes',
      },
    ],
    scopes: [
      { scope: 'account.read', label: 'Read the account', need: 'optional' },
      { scope: 'list.read', label: 'Read lists', need: 'optional' },
      { scope: 'list.write', label: 'Change lists', need: 'optional' },
      { scope: 'subscriber.read', label: 'Read subscribers', need: 'optional' },
      { scope: 'subscriber.write', label: 'Change subscribers', need: 'optional' },
      { scope: 'subscriber.read-extended', label: 'Read more about subscribers', need: 'optional' },
      { scope: 'email.read', label: 'Read messages', need: 'optional' },
      { scope: 'email.write', label: 'Write messages', need: 'optional' },
    ],
    account: { capture: 'account_id' },
    api: { baseUrl: 'https://api.aweber.com', probe: { url: 'https://api.aweber.com/1.0/accounts' } },
  },
};
