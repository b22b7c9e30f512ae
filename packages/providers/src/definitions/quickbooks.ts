import type { Provider } from '../provider.js';

/** QuickBooks Online, the accounting software of Intuit. The callback names the company. */
export const quickbooks: Provider = {
  key: 'quickbooks',
  definition: {
    name: 'QuickBooks Online',
    documentation:
      'https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/openid-connect',
    authorize: { url: 'https://appcenter.intuit.com/connect/oauth2' },
    token: {
      url: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
      clientAuthentication: 'client_secret_post',
      response: { refreshTokenExpiry: { path: 'x_refresh_token_expires_in', kind: 'seconds' } },
    },
    refresh: { reuseGrace: 86_400 },
    revoke: {
      url: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
      body: 'json',
      clientAuthentication: 'client_secret_basic',
      omit: ['token_type_hint'],
    },
    captures: [{ name: 'realmId', from: 'callback', path: 'realmId' }],
    steps: [
      {
        name: 'account',
        url: 'https://accounts.platform.intuit.com/v1/openid_connect/userinfo',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'email' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'com.intuit.quickbooks.accounting', label: 'The books of the company' },
      { scope: 'openid', label: 'Who you are' },
      { scope: 'email', label: 'Your e-mail address' },
      { scope: 'profile', label: 'Your name' },
    ],
    api: { baseUrl: 'https://quickbooks.api.intuit.com' },
    lifetimes: { idle: 8_640_000 },
  },
};
