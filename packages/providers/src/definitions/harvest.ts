import type { Provider } from '../provider.js';

/** Harvest, the time tracker. API calls name the account: the first Harvest account that the token reaches. */
export const harvest: Provider = {
  key: 'harvest',
  definition: {
    name: 'Harvest',
    documentation: 'https://help.getharvest.com/api-v2/authentication-api/authentication/authentication/',
    authorize: { url: 'https://id.getharvest.com/oauth2/authorize' },
    token: { url: 'https://id.getharvest.com/api/v2/oauth2/token', clientAuthentication: 'client_secret_post' },
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
        url: 'https://id.getharvest.com/api/v2/accounts',
        method: 'GET',
        headers: { 'User-Agent': '{user_agent}' },
        captures: [
          { name: 'account_id', path: 'accounts', choose: { where: 'product', equals: 'harvest', value: 'id' } },
          { name: 'account_name', path: 'accounts', choose: { where: 'product', equals: 'harvest', value: 'name' } },
        ],
      },
    ],
    account: { capture: 'account_name' },
    api: {
      baseUrl: 'https://api.harvestapp.com',
      headers: { 'Harvest-Account-ID': '{context.account_id}', 'User-Agent': '{user_agent}' },
      probe: { url: 'https://id.getharvest.com/api/v2/accounts', headers: { 'User-Agent': '{user_agent}' } },
    },
  },
};
