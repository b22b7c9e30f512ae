import type { Provider } from '../provider.js';

/** Facebook. A token of hours is exchanged for one of weeks, which is renewed by exchanging it while it lives. */
export const facebook: Provider = {
  key: 'facebook',
  definition: {
    name: 'Facebook',
    documentation: 'https://developers.facebook.com/docs/facebook-login/manually-build-a-login-flow',
    authorize: { url: 'https://www.facebook.com/v24.0/dialog/oauth' },
    token: { url: 'https://graph.facebook.com/v24.0/oauth/access_token', clientAuthentication: 'client_secret_post' },
    exchange: {
      url: 'https://graph.facebook.com/v24.0/oauth/access_token',
      method: 'GET',
      grantType: 'fb_exchange_token',
      parameters: { fb_exchange_token: '{token.access_token}' },
      clientAuthentication: 'client_secret_post',
    },
    refresh: {
      by: 'access_token',
      method: 'GET',
      grantType: 'fb_exchange_token',
      parameters: { fb_exchange_token: '{token.access_token}' },
    },
    revoke: {
      url: 'https://graph.facebook.com/v24.0/{context.user_id}/permissions',
      method: 'DELETE',
      body: 'query',
      clientAuthentication: 'none',
      names: { token: 'access_token' },
      omit: ['client_id', 'token_type_hint'],
      token: 'access_token',
      reach: 'account',
    },
    steps: [
      {
        name: 'me',
        url: 'https://graph.facebook.com/v24.0/me',
        method: 'GET',
        captures: [
          { name: 'user_id', path: 'id' },
          { name: 'name', path: 'name' },
        ],
        failure: 'passes',
      },
    ],
    scopes: [
      { scope: 'public_profile', label: 'Name and picture', need: 'optional' },
      { scope: 'email', label: 'E-mail address', need: 'optional' },
      { scope: 'pages_show_list', label: 'See the list of pages', need: 'optional' },
      { scope: 'pages_read_engagement', label: 'Read page content', need: 'optional' },
      { scope: 'pages_manage_metadata', label: 'Page settings and webhooks', need: 'optional' },
      { scope: 'business_management', label: 'Business assets', need: 'optional' },
      { scope: 'leads_retrieval', label: 'Read leads', need: 'optional' },
    ],
    account: { capture: 'name' },
    api: { baseUrl: 'https://graph.facebook.com', probe: { url: 'https://graph.facebook.com/v24.0/me' } },
  },
};
