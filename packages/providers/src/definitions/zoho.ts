import type { Provider } from '../provider.js';

/** Zoho, in any of its data centres: the callback tells which one, unless the customer says so before. */
export const zoho: Provider = {
  key: 'zoho',
  definition: {
    name: 'Zoho',
    documentation: 'https://www.zoho.com/accounts/protocol/oauth.html',
    inputs: [
      {
        name: 'extension',
        label: 'Data centre',
        type: 'choice',
        visibility: 'customer',
        choices: [
          { value: 'com', label: 'United States' },
          { value: 'eu', label: 'Europe' },
          { value: 'in', label: 'India' },
          { value: 'com.au', label: 'Australia' },
          { value: 'com.cn', label: 'China' },
          { value: 'jp', label: 'Japan' },
        ],
        help: 'The ending of the address where you sign in to Zoho; leave it empty if you do not know.',
      },
    ],
    authorize: {
      url: 'https://accounts.zoho.{extension}/oauth/v2/auth',
      urlFallback: 'https://accounts.zoho.com/oauth/v2/auth',
      parameters: { prompt: 'consent', access_type: 'offline' },
    },
    token: {
      url: 'https://accounts.zoho.{extension}/oauth/v2/token',
      urlFallback: '{context.accountsServer}/oauth/v2/token',
      clientAuthentication: 'client_secret_post',
    },
    revoke: {
      url: 'https://accounts.zoho.{extension}/oauth/v2/token/revoke',
      urlFallback: '{context.accountsServer}/oauth/v2/token/revoke',
      clientAuthentication: 'none',
      omit: ['client_id', 'token_type_hint'],
      token: 'refresh_token',
    },
    captures: [
      {
        name: 'accountsServer',
        from: 'callback',
        path: 'accounts-server',
        hosts: [
          'accounts.zoho.com',
          'accounts.zoho.eu',
          'accounts.zoho.in',
          'accounts.zoho.com.au',
          'accounts.zoho.com.cn',
          'accounts.zoho.jp',
        ],
      },
      {
        name: 'api_domain',
        from: 'token',
        path: 'api_domain',
        hosts: [
          'www.zohoapis.com',
          'www.zohoapis.eu',
          'www.zohoapis.in',
          'www.zohoapis.com.au',
          'www.zohoapis.com.cn',
          'www.zohoapis.jp',
        ],
      },
      { name: 'extension', from: 'token', path: 'api_domain', prefix: 'https://www.zohoapis.' },
    ],
    steps: [
      {
        name: 'account',
        url: 'https://accounts.zoho.{extension}/oauth/user/info',
        urlFallback: '{context.accountsServer}/oauth/user/info',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'Email' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'AaaServer.profile.READ', label: 'Your profile' },
      { scope: 'ZohoCRM.modules.ALL', label: 'All modules of Zoho CRM' },
      { scope: 'ZohoCRM.users.READ', label: 'Users of Zoho CRM' },
    ],
    api: { baseUrl: '{context.api_domain}' },
  },
};
