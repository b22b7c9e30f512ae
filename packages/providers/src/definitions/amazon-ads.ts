import type { Provider } from '../provider.js';

/** Amazon Ads, by Login with Amazon. The region decides which page asks for consent and which API is called. */
export const amazonAds: Provider = {
  key: 'amazon-ads',
  definition: {
    name: 'Amazon Ads',
    documentation:
      'https://advertising.amazon.com/API/docs/en-us/guides/account-management/authorization/authorization-grants',
    authorize: { url: 'https://{authorize_host}/ap/oa' },
    token: { url: 'https://api.amazon.com/auth/o2/token' },
    inputs: [
      {
        name: 'authorize_host',
        label: 'Region of the Amazon account',
        type: 'choice',
        visibility: 'customer',
        required: true,
        default: 'www.amazon.com',
        choices: [
          { value: 'www.amazon.com', label: 'North America' },
          { value: 'eu.account.amazon.com', label: 'Europe' },
          { value: 'apac.account.amazon.com', label: 'Far East' },
        ],
        help: 'The region in which you advertise.',
      },
      {
        name: 'api_host',
        label: 'Region of the advertising data',
        type: 'choice',
        visibility: 'customer',
        required: true,
        default: 'advertising-api.amazon.com',
        choices: [
          { value: 'advertising-api.amazon.com', label: 'North America' },
          { value: 'advertising-api-eu.amazon.com', label: 'Europe' },
          { value: 'advertising-api-fe.amazon.com', label: 'Far East' },
        ],
        help: 'Choose the same region as for the account.',
      },
    ],
    scopes: [
      { scope: 'advertising::campaign_management', label: 'Manage campaigns', need: 'optional' },
      { scope: 'advertising::audiences', label: 'Provide audiences', need: 'optional' },
    ],
    api: { baseUrl: 'https://{api_host}', headers: { 'Amazon-Advertising-API-ClientId': '{client.id}' } },
  },
};
