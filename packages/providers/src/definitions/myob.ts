import type { Provider } from '../provider.js';

/** MYOB Business, the accounting software. Without prompt=consent the callback would not tell the business. */
export const myob: Provider = {
  key: 'myob',
  definition: {
    name: 'MYOB Business',
    documentation: 'https://developer.myob.com/api/myob-business-api/api-overview/authentication/',
    authorize: { url: 'https://secure.myob.com/oauth2/account/authorize', parameters: { prompt: 'consent' } },
    token: { url: 'https://secure.myob.com/oauth2/v1/authorize', clientAuthentication: 'client_secret_post' },
    captures: [
      { name: 'businessId', from: 'callback', path: 'businessId' },
      { name: 'userId', from: 'token', path: 'user.uid' },
      { name: 'userName', from: 'token', path: 'user.username' },
    ],
    account: { capture: 'userName' },
    scopes: [
      { scope: 'sme-company-file', label: 'Read the company file', need: 'optional' },
      { scope: 'sme-customer', label: 'Work with customers', need: 'optional' },
      { scope: 'sme-invoice', label: 'Work with invoices', need: 'optional' },
      { scope: 'sme-sales', label: 'Work with sales', need: 'optional' },
    ],
    api: {
      baseUrl: 'https://api.myob.com/accountright/{context.businessId}',
      headers: { 'x-myobapi-key': '{client.id}', 'x-myobapi-version': 'v2' },
    },
  },
};
