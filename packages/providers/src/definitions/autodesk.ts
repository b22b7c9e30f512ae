import type { Provider } from '../provider.js';

/** Autodesk Platform Services. */
export const autodesk: Provider = {
  key: 'autodesk',
  definition: {
    name: 'Autodesk Platform Services',
    documentation: 'https://aps.autodesk.com/en/docs/oauth/v2',
    authorize: { url: 'https://developer.api.autodesk.com/authentication/v2/authorize' },
    token: { url: 'https://developer.api.autodesk.com/authentication/v2/token' },
    revoke: { url: 'https://developer.api.autodesk.com/authentication/v2/revoke' },
    steps: [
      {
        name: 'me',
        url: 'https://api.userprofile.autodesk.com/userinfo',
        method: 'GET',
        captures: [{ name: 'name', path: 'name' }],
        failure: 'passes',
      },
    ],
    scopes: [
      { scope: 'data:read', label: 'Read data', need: 'optional' },
      { scope: 'data:write', label: 'Change data', need: 'optional' },
      { scope: 'data:create', label: 'Create data', need: 'optional' },
      { scope: 'data:search', label: 'Search data', need: 'optional' },
      { scope: 'account:read', label: 'Read account data', need: 'optional' },
      { scope: 'account:write', label: 'Change account data', need: 'optional' },
      { scope: 'user-profile:read', label: "Read the user's profile", need: 'optional' },
      { scope: 'openid', label: 'Sign-in identity', need: 'optional' },
    ],
    account: { capture: 'name' },
    api: {
      baseUrl: 'https://developer.api.autodesk.com',
      probe: { url: 'https://api.userprofile.autodesk.com/userinfo' },
    },
  },
};
