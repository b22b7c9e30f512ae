import type { Provider } from '../provider.js';

/** Xero, the accounting software. A grant reaches organizations, and calls name one of them by its tenant id. */
export const xero: Provider = {
  key: 'xero',
  definition: {
    name: 'Xero',
    documentation: 'https://developer.xero.com/documentation/xero-app-store/app-partner-guides/sign-in/',
    issuer: 'https://identity.xero.com',
    authorize: { url: 'https://login.xero.com/identity/connect/authorize' },
    token: { url: 'https://identity.xero.com/connect/token', clientAuthentication: 'client_secret_post' },
    refresh: { reuseGrace: 1800 },
    revoke: {
      url: 'https://identity.xero.com/connect/revocation',
      clientAuthentication: 'client_secret_basic',
      token: 'refresh_token',
      reach: 'account',
    },
    captures: [{ name: 'authenticationEventId', from: 'access_token', path: 'authentication_event_id' }],
    steps: [
      {
        name: 'tenant',
        url: 'https://api.xero.com/connections',
        method: 'GET',
        parameters: { authEventId: '{context.authenticationEventId}' },
        captures: [
          { name: 'tenant_id', path: '0.tenantId' },
          { name: 'tenantName', path: '0.tenantName' },
        ],
        failure: 'passes',
      },
    ],
    account: { capture: 'tenantName' },
    scopes: [
      { scope: 'offline_access', label: 'Stay connected while nobody is signed in', need: 'required' },
      { scope: 'openid', label: 'Who you are' },
      { scope: 'accounting.transactions', label: 'Invoices, bank transactions and payments', need: 'optional' },
      { scope: 'accounting.contacts', label: 'Contacts', need: 'optional' },
      { scope: 'accounting.settings', label: 'Accounts, tax rates and organisation settings', need: 'optional' },
    ],
    api: {
      baseUrl: 'https://api.xero.com',
      headers: { 'xero-tenant-id': '{context.tenant_id}' },
      probe: { url: 'https://api.xero.com/connections' },
    },
    lifetimes: { idle: 5_184_000 },
  },
};
