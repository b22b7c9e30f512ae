import type { Provider } from '../provider.js';

/** Snowflake, one account of the data platform. */
export const snowflake: Provider = {
  key: 'snowflake',
  definition: {
    name: 'Snowflake',
    documentation: 'https://docs.snowflake.com/en/user-guide/oauth-custom',
    inputs: [
      {
        name: 'snowflake_account_url',
        label: 'Account address',
        type: 'host',
        hosts: ['*.snowflakecomputing.com'],
        visibility: 'customer',
        required: true,
        help: 'The host of your account, for example myorg-myaccount.snowflakecomputing.com.',
      },
    ],
    authorize: { url: 'https://{snowflake_account_url}/oauth/authorize' },
    token: { url: 'https://{snowflake_account_url}/oauth/token-request' },
    steps: [
      {
        name: 'account',
        url: 'https://{snowflake_account_url}/api/v2/statements',
        body: 'json',
        parameters: { statement: 'SELECT CURRENT_USER()' },
        captures: [{ name: 'username', path: 'data.0.0' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'username' },
    api: { baseUrl: 'https://{snowflake_account_url}' },
  },
};
