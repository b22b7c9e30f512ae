import type { Provider } from '../provider.js';

/** Oura, the ring. A refresh token can be used once. */
export const oura: Provider = {
  key: 'oura',
  definition: {
    name: 'Oura',
    documentation: 'https://cloud.ouraring.com/docs/authentication',
    authorize: { url: 'https://cloud.ouraring.com/oauth/authorize' },
    token: { url: 'https://api.ouraring.com/oauth/token', clientAuthentication: 'client_secret_post' },
    revoke: {
      url: 'https://api.ouraring.com/oauth/revoke',
      body: 'query',
      clientAuthentication: 'none',
      names: { token: 'access_token' },
      omit: ['client_id', 'token_type_hint'],
      token: 'access_token',
    },
    steps: [
      {
        name: 'account',
        url: 'https://api.ouraring.com/v2/usercollection/personal_info',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'id' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'email', label: 'See your e-mail address', need: 'optional' },
      { scope: 'personal', label: 'See your sex, age, height and weight', need: 'optional' },
      { scope: 'daily', label: 'Read daily sleep, activity and readiness', need: 'optional' },
      { scope: 'heartrate', label: 'Read your heart rate', need: 'optional' },
      { scope: 'workout', label: 'Read your workouts', need: 'optional' },
      { scope: 'tag', label: 'Read the tags that you entered', need: 'optional' },
      { scope: 'session', label: 'Read guided and free sessions', need: 'optional' },
      { scope: 'spo2', label: 'Read your blood oxygen', need: 'optional' },
    ],
    api: {
      baseUrl: 'https://api.ouraring.com',
      probe: { url: 'https://api.ouraring.com/v2/usercollection/personal_info' },
    },
  },
};
