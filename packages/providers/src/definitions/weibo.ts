import type { Provider } from '../provider.js';

/** Weibo, the microblog. Its token answer may come form-encoded. */
export const weibo: Provider = {
  key: 'weibo',
  definition: {
    name: 'Weibo',
    documentation: 'https://open.weibo.com/wiki/%E6%8E%88%E6%9D%83%E6%9C%BA%E5%88%B6%E8%AF%B4%E6%98%8E',
    authorize: { url: 'https://api.weibo.com/oauth2/authorize' },
    token: {
      url: 'https://api.weibo.com/oauth2/access_token',
      clientAuthentication: 'client_secret_post',
      response: { format: 'json_or_form' },
    },
    revoke: {
      url: 'https://api.weibo.com/oauth2/revokeoauth2',
      clientAuthentication: 'none',
      names: { token: 'access_token' },
      omit: ['client_id', 'token_type_hint'],
      token: 'access_token',
    },
    captures: [{ name: 'uid', from: 'token', path: 'uid' }],
    steps: [
      {
        name: 'account',
        url: 'https://api.weibo.com/2/users/show.json',
        method: 'GET',
        clientAuthentication: 'none',
        omit: ['client_id'],
        parameters: { access_token: '{token.access_token}', uid: '{context.uid}' },
        captures: [{ name: 'accountName', path: 'name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopeSeparator: ',',
  },
};
