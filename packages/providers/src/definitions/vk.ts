import type { Provider } from '../provider.js';

/** VK, the social network, by oauth.vk.ru. There are no refresh tokens. */
export const vk: Provider = {
  key: 'vk',
  definition: {
    name: 'VK',
    documentation: 'https://vk.com/dev/authcode_flow_user',
    inputs: [
      {
        name: 'api_version',
        label: 'API version',
        type: 'text',
        visibility: 'hidden',
        required: true,
        default: '5.131',
      },
    ],
    authorize: { url: 'https://oauth.vk.ru/authorize' },
    token: {
      url: 'https://oauth.vk.ru/access_token',
      clientAuthentication: 'client_secret_post',
      parameters: { v: '{api_version}' },
    },
    steps: [
      {
        name: 'account',
        url: 'https://api.vk.ru/method/users.get',
        method: 'GET',
        clientAuthentication: 'none',
        omit: ['client_id'],
        parameters: { access_token: '{token.access_token}', v: '{api_version}', fields: 'screen_name' },
        captures: [{ name: 'accountName', path: 'response.0.screen_name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [{ scope: 'email', label: 'Your e-mail address' }],
  },
};
