import type { Provider } from '../provider.js';

/** eBay. It takes the name that it gave to the registered callback address (the RuName) in place of the address. */
export const ebay: Provider = {
  key: 'ebay',
  definition: {
    name: 'eBay',
    documentation: 'https://developer.ebay.com/api-docs/static/oauth-tokens.html',
    authorize: { url: 'https://auth.ebay.com/oauth2/authorize' },
    callback: { redirectUri: '{ru_name}' },
    token: { url: 'https://api.ebay.com/identity/v1/oauth2/token' },
    inputs: [
      {
        name: 'ru_name',
        label: 'RuName',
        type: 'text',
        visibility: 'organization',
        required: true,
        help: 'The name that eBay shows beside the callback address of your application.',
      },
    ],
    steps: [
      {
        name: 'user',
        url: 'https://apiz.ebay.com/commerce/identity/v1/user',
        method: 'GET',
        captures: [{ name: 'username', path: 'username' }],
        failure: 'passes',
      },
    ],
    scopes: [
      { scope: 'https://api.ebay.com/oauth/api_scope', label: 'Public data', need: 'optional' },
      {
        scope: 'https://api.ebay.com/oauth/api_scope/sell.inventory',
        label: 'Inventory of a seller',
        need: 'optional',
      },
      {
        scope: 'https://api.ebay.com/oauth/api_scope/commerce.identity.readonly',
        label: "Read the user's identity",
        need: 'optional',
      },
    ],
    account: { capture: 'username' },
    api: { baseUrl: 'https://api.ebay.com', probe: { url: 'https://apiz.ebay.com/commerce/identity/v1/user' } },
  },
};
