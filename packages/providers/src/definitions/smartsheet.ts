import type { Provider } from '../provider.js';

/** Smartsheet. Each region is a domain of its own, with tokens of its own. */
export const smartsheet: Provider = {
  key: 'smartsheet',
  definition: {
    name: 'Smartsheet',
    documentation: 'https://developers.smartsheet.com/api/smartsheet/guides/advanced-topics/oauth',
    inputs: [
      {
        name: 'domain',
        label: 'Smartsheet region',
        type: 'choice',
        visibility: 'customer',
        required: true,
        default: 'smartsheet.com',
        choices: [
          { value: 'smartsheet.com', label: 'smartsheet.com' },
          { value: 'smartsheet.eu', label: 'smartsheet.eu (Europe)' },
          { value: 'smartsheet.au', label: 'smartsheet.au (Australia)' },
          { value: 'smartsheetgov.com', label: 'smartsheetgov.com (Smartsheet Gov)' },
        ],
        help: 'What the address of your Smartsheet ends with.',
      },
    ],
    authorize: { url: 'https://app.{domain}/b/authorize' },
    token: { url: 'https://api.{domain}/2.0/token', clientAuthentication: 'client_secret_post' },
    steps: [
      {
        name: 'account',
        url: 'https://api.{domain}/2.0/users/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'email' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'READ_SHEETS', label: 'Read sheets', need: 'optional' },
      { scope: 'WRITE_SHEETS', label: 'Change sheets', need: 'optional' },
      { scope: 'CREATE_SHEETS', label: 'Create sheets', need: 'optional' },
      { scope: 'SHARE_SHEETS', label: 'Share sheets', need: 'optional' },
      { scope: 'READ_USERS', label: 'Read users', need: 'optional' },
      { scope: 'ADMIN_USERS', label: 'Manage users', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.{domain}/2.0', probe: { url: 'https://api.{domain}/2.0/users/me' } },
  },
};
