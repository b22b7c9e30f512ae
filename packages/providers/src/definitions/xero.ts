import type { Provider } from '../provider.js';

/** Xero, the accounting software. */
export const xero: Provider = {
  key: 'xero',
  definition: {
    name: 'Xero',
    issuer: 'https://identity.xero.com',
    authorize: { url: 'https://login.xero.com/identity/connect/authorize', pkce: 'S256' },
    token: { url: 'https://identity.xero.com/connect/token', clientAuthentication: 'client_secret_basic' },
    revoke: { url: 'https://identity.xero.com/connect/revocation' },
    scopes: [
      { scope: 'offline_access', label: 'Stay connected while nobody is signed in', need: 'required' },
      { scope: 'accounting.transactions', label: 'Invoices, bank transactions and payments', need: 'optional' },
      { scope: 'accounting.contacts', label: 'Contacts', need: 'optional' },
      { scope: 'accounting.settings', label: 'Accounts, tax rates and organisation settings', need: 'optional' },
    ],
  },
  inputs: [],
};
