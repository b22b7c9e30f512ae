import type { Provider } from '../provider.js';

/** Docusign, the production environment. Each account has an API host of its own; the user's default account is taken. */
export const docusign: Provider = {
  key: 'docusign',
  definition: {
    name: 'Docusign',
    documentation: 'https://developers.docusign.com/platform/auth/authcode/',
    authorize: { url: 'https://account.docusign.com/oauth/auth' },
    token: { url: 'https://account.docusign.com/oauth/token' },
    steps: [
      {
        name: 'userinfo',
        url: 'https://account.docusign.com/oauth/userinfo',
        method: 'GET',
        captures: [
          {
            name: 'account_id',
            path: 'accounts',
            choose: { where: 'is_default', equals: 'true', value: 'account_id' },
          },
          {
            name: 'account_name',
            path: 'accounts',
            choose: { where: 'is_default', equals: 'true', value: 'account_name' },
          },
          { name: 'base_uri', path: 'accounts', choose: { where: 'is_default', equals: 'true', value: 'base_uri' } },
        ],
      },
    ],
    scopes: [
      { scope: 'signature', label: 'Send and manage envelopes', need: 'optional' },
      { scope: 'extended', label: 'Stay connected for as long as the connection is used', need: 'required' },
    ],
    account: { capture: 'account_name' },
    api: { baseUrl: '{context.base_uri}', probe: { url: 'https://account.docusign.com/oauth/userinfo' } },
    lifetimes: { refreshToken: 2592000 },
  },
};
