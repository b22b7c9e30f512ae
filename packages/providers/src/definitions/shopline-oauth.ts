import type { Provider } from '../provider.js';

/** SHOPLINE, one store. Its token requests are signed with the app secret, and a token is renewed without a refresh token. */
export const shoplineOauth: Provider = {
  key: 'shopline-oauth',
  definition: {
    name: 'SHOPLINE',
    documentation: 'https://developer.shopline.com/docs/apps/api-instructions-for-use/app-authorization',
    inputs: [
      {
        name: 'handle',
        label: 'Store handle',
        type: 'text',
        visibility: 'customer',
        required: true,
        pattern: '[A-Za-z0-9-]+',
        help: 'The part before .myshopline.com in the address of your store.',
      },
    ],
    authorize: {
      url: 'https://{handle}.myshopline.com/admin/oauth-web/#/oauth/authorize',
      placement: 'fragment',
      names: { response_type: 'responseType', client_id: 'appKey', redirect_uri: 'redirectUri', state: 'customField' },
      pkce: 'none',
    },
    callback: { names: { state: 'customField' } },
    token: {
      url: 'https://{handle}.myshopline.com/admin/oauth/token/create',
      body: 'json',
      clientAuthentication: 'none',
      omit: ['grant_type', 'redirect_uri', 'client_id'],
      headers: { appkey: '{client.id}', timestamp: '{now.milliseconds}' },
      signature: {
        algorithm: 'HMAC-SHA256',
        over: '{request.body}{now.milliseconds}',
        encoding: 'hex',
        header: 'sign',
      },
      response: { accessToken: ['data.accessToken'], expiry: { path: 'data.expireTime', kind: 'iso_8601' } },
    },
    refresh: {
      url: 'https://{handle}.myshopline.com/admin/oauth/token/refresh',
      by: 'access_token',
      body: 'none',
      headers: { appkey: '{client.id}', timestamp: '{now.milliseconds}', 'content-type': 'application/json' },
    },
    scopeSeparator: ',',
    api: { baseUrl: 'https://{handle}.myshopline.com' },
  },
};
