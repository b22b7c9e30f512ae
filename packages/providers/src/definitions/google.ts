import type { Provider } from '../provider.js';

/** Google. Without both extra parameters a user who consented before gets no refresh token. */
export const google: Provider = {
  key: 'google',
  definition: {
    name: 'Google',
    documentation: 'https://developers.google.com/identity/protocols/oauth2/web-server',
    authorize: {
      url: 'https://accounts.google.com/o/oauth2/v2/auth',
      parameters: { access_type: 'offline', prompt: 'consent' },
    },
    token: { url: 'https://oauth2.googleapis.com/token' },
    revoke: {
      url: 'https://oauth2.googleapis.com/revoke',
      clientAuthentication: 'none',
      omit: ['client_id', 'token_type_hint'],
      reach: 'account',
    },
    steps: [
      {
        name: 'userinfo',
        url: 'https://www.googleapis.com/oauth2/v3/userinfo',
        method: 'GET',
        captures: [{ name: 'email', path: 'email' }],
        failure: 'passes',
      },
    ],
    scopes: [
      { scope: 'openid', label: 'Sign-in identity', need: 'optional' },
      { scope: 'email', label: 'E-mail address', need: 'optional' },
      { scope: 'profile', label: 'Name and picture', need: 'optional' },
      { scope: 'https://www.googleapis.com/auth/drive.readonly', label: 'Read files in Drive', need: 'optional' },
      {
        scope: 'https://www.googleapis.com/auth/drive.file',
        label: 'Files in Drive that the app made or was given',
        need: 'optional',
      },
      { scope: 'https://www.googleapis.com/auth/calendar', label: 'Read and change calendars', need: 'optional' },
      { scope: 'https://www.googleapis.com/auth/gmail.send', label: 'Send mail', need: 'optional' },
      { scope: 'https://www.googleapis.com/auth/documents.readonly', label: 'Read documents', need: 'optional' },
    ],
    account: { capture: 'email' },
    api: { baseUrl: 'https://www.googleapis.com', probe: { url: 'https://www.googleapis.com/oauth2/v3/userinfo' } },
    lifetimes: { idle: 15552000 },
  },
};
