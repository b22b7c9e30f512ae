import type { Provider } from '../provider.js';

/** Instagram for professional accounts. The first token lives an hour and is exchanged for one of 60 days, which renews itself. */
export const instagram: Provider = {
  key: 'instagram',
  definition: {
    name: 'Instagram',
    documentation:
      'https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login',
    authorize: { url: 'https://www.instagram.com/oauth/authorize' },
    token: {
      url: 'https://api.instagram.com/oauth/access_token',
      clientAuthentication: 'client_secret_post',
      response: { accessToken: ['access_token', 'data.0.access_token'] },
    },
    exchange: {
      url: 'https://graph.instagram.com/access_token',
      method: 'GET',
      grantType: 'ig_exchange_token',
      clientAuthentication: 'none',
      omit: ['client_id'],
      parameters: { client_secret: '{client.secret}', access_token: '{token.access_token}' },
      defaultExpiresIn: 5_184_000,
    },
    refresh: {
      url: 'https://graph.instagram.com/refresh_access_token',
      method: 'GET',
      grantType: 'ig_refresh_token',
      by: 'access_token',
      clientAuthentication: 'none',
      omit: ['client_id'],
      parameters: { access_token: '{token.access_token}' },
      window: 5_097_600,
    },
    steps: [
      {
        name: 'account',
        url: 'https://graph.instagram.com/me',
        method: 'GET',
        clientAuthentication: 'none',
        omit: ['client_id'],
        parameters: { fields: 'username', access_token: '{token.access_token}' },
        captures: [{ name: 'accountName', path: 'username' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'instagram_business_basic', label: 'Profile and media', need: 'required' },
      { scope: 'instagram_business_content_publish', label: 'Publish media' },
      { scope: 'instagram_business_manage_messages', label: 'Read and answer messages' },
      { scope: 'instagram_business_manage_comments', label: 'Read and answer comments' },
    ],
    scopeSeparator: ',',
    api: {
      baseUrl: 'https://graph.instagram.com',
      probe: {
        url: 'https://graph.instagram.com/me',
        clientAuthentication: 'none',
        omit: ['client_id'],
        parameters: { fields: 'username', access_token: '{token.access_token}' },
      },
    },
    lifetimes: { idle: 5_184_000 },
  },
};
