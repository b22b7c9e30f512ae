import type { Provider } from '../provider.js';

/**
 * Microsoft Entra ID, for Microsoft Graph and other APIs of Microsoft. All scopes of one grant belong to one of those
 * APIs.
 */
export const microsoftEntra: Provider = {
  key: 'microsoft-entra',
  definition: {
    name: 'Microsoft Entra ID',
    documentation: 'https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow',
    inputs: [
      {
        name: 'tenant',
        label: 'Microsoft tenant',
        type: 'text',
        visibility: 'customer',
        required: true,
        default: 'common',
        help: 'The id or domain of your directory; common lets any Microsoft account in.',
      },
    ],
    authorize: { url: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize' },
    token: {
      url: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
      clientAuthentication: 'client_secret_basic',
    },
    steps: [
      {
        name: 'account',
        url: 'https://graph.microsoft.com/v1.0/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'userPrincipalName' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'offline_access', label: 'Stay connected while nobody is signed in', need: 'required' },
      { scope: 'openid', label: 'Know who you are', need: 'optional' },
      { scope: 'profile', label: 'See your name and picture', need: 'optional' },
      { scope: 'email', label: 'See your e-mail address', need: 'optional' },
      { scope: 'User.Read', label: 'See your own profile', need: 'optional' },
      { scope: 'https://graph.microsoft.com/mail.read', label: 'Read your mail', need: 'optional' },
    ],
    api: { baseUrl: 'https://graph.microsoft.com', probe: { url: 'https://graph.microsoft.com/v1.0/me' } },
    lifetimes: { refreshToken: 7776000 },
  },
};
