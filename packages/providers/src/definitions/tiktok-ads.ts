import type { Provider } from '../provider.js';

/** TikTok for Business, for ads. Every parameter has a name of its own, and answers come in an envelope with a code. */
export const tiktokAds: Provider = {
  key: 'tiktok-ads',
  definition: {
    name: 'TikTok for Business (Ads)',
    documentation: 'https://business-api.tiktok.com/portal/docs?id=1738455508553729',
    authorize: {
      url: 'https://business-api.tiktok.com/portal/auth',
      names: { client_id: 'app_id' },
      omit: ['response_type', 'scope'],
      pkce: 'none',
    },
    token: {
      url: 'https://business-api.tiktok.com/open_api/v1.3/oauth2/access_token/',
      clientAuthentication: 'client_secret_post',
      body: 'json',
      names: { client_id: 'app_id', client_secret: 'secret', code: 'auth_code' },
      omit: ['grant_type', 'redirect_uri'],
      response: {
        accessToken: ['data.access_token'],
        success: { path: 'code', values: ['0'] },
        error: 'code',
        errorDescription: 'message',
      },
    },
    captures: [{ name: 'advertiserId', from: 'token', path: 'data.advertiser_ids.0' }],
    api: {
      baseUrl: 'https://business-api.tiktok.com/open_api/v1.3',
      headers: { 'Access-Token': '{token.access_token}' },
      probe: {
        url: 'https://business-api.tiktok.com/open_api/v1.3/oauth2/advertiser/get/',
        clientAuthentication: 'none',
        omit: ['client_id'],
        headers: { 'Access-Token': '{token.access_token}' },
        parameters: { app_id: '{client.id}', secret: '{client.secret}' },
      },
    },
  },
};
