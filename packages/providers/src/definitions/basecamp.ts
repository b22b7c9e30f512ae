import type { Provider } from '../provider.js';

/** Basecamp. Its sign-in serves several products; the API is addressed by the id of the first Basecamp account. */
export const basecamp: Provider = {
  key: 'basecamp',
  definition: {
    name: 'Basecamp',
    documentation: 'https://github.com/basecamp/bc3-api/blob/master/sections/authentication.md',
    authorize: { url: 'https://launchpad.37signals.com/authorization/new' },
    token: { url: 'https://launchpad.37signals.com/authorization/token', clientAuthentication: 'client_secret_post' },
    inputs: [
      {
        name: 'user_agent',
        label: 'App name and contact',
        type: 'text',
        visibility: 'organization',
        required: true,
        help: 'Sent as User-Agent with every call, for example: Acme (support@acme.example).',
      },
    ],
    steps: [
      {
        name: 'accounts',
        url: 'https://launchpad.37signals.com/authorization.json',
        method: 'GET',
        captures: [
          { name: 'account_id', path: 'accounts', choose: { where: 'product', equals: 'bc3', value: 'id' } },
          { name: 'email', path: 'identity.email_address' },
        ],
      },
    ],
    account: { capture: 'email' },
    api: {
      baseUrl: 'https://3.basecampapi.com/{context.account_id}',
      headers: { 'User-Agent': '{user_agent}' },
      probe: { url: 'https://launchpad.37signals.com/authorization.json' },
    },
  },
};
