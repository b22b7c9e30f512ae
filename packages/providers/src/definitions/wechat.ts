import type { Provider } from '../provider.js';

/** WeChat, for web sites: people scan a code. Token requests are GET requests, and refreshing needs no secret. */
export const wechat: Provider = {
  key: 'wechat',
  definition: {
    name: 'WeChat',
    documentation:
      'https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Authorized_Interface_Calling_UnionID.html',
    client: { idLabel: 'AppID', secretLabel: 'AppSecret' },
    authorize: { url: 'https://open.weixin.qq.com/connect/qrconnect', names: { client_id: 'appid' } },
    token: {
      url: 'https://api.weixin.qq.com/sns/oauth2/access_token',
      method: 'GET',
      clientAuthentication: 'client_secret_post',
      names: { client_id: 'appid', client_secret: 'secret' },
      response: { errorDescription: 'errmsg' },
    },
    refresh: { url: 'https://api.weixin.qq.com/sns/oauth2/refresh_token', clientAuthentication: 'none' },
    captures: [
      { name: 'openid', from: 'token', path: 'openid' },
      { name: 'unionid', from: 'token', path: 'unionid' },
    ],
    steps: [
      {
        name: 'account',
        url: 'https://api.weixin.qq.com/sns/userinfo',
        method: 'GET',
        clientAuthentication: 'none',
        omit: ['client_id'],
        parameters: { access_token: '{token.access_token}', openid: '{context.openid}' },
        captures: [{ name: 'accountName', path: 'nickname' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [{ scope: 'snsapi_login', label: 'Sign in', need: 'required' }],
    scopeSeparator: ',',
    lifetimes: { refreshToken: 2_592_000 },
  },
};
