import type { Provider } from '../provider.js';

/**
 * WHOOP, the fitness band. A refresh repeats the scope offline; disconnecting takes the app's access to the person
 * away.
 */
export const whoop: Provider = {
  key: 'whoop',
  definition: {
    name: 'WHOOP',
    documentation: 'https://developer.whoop.com/docs/developing/oauth',
    authorize: { url: 'https://api.prod.whoop.com/oauth/oauth2/auth' },
    token: { url: 'https://api.prod.whoop.com/oauth/oauth2/token', clientAuthentication: 'client_secret_post' },
    refresh: { parameters: { scope: 'offline' } },
    revoke: {
      url: 'https://api.prod.whoop.com/developer/v2/user/access',
      method: 'DELETE',
      body: 'none',
      clientAuthentication: 'bearer_token',
      token: 'access_token',
      reach: 'account',
    },
    steps: [
      {
        name: 'account',
        url: 'https://api.prod.whoop.com/developer/v2/user/profile/basic',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'email' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'offline', label: 'Stay connected while nobody is signed in', need: 'required' },
      { scope: 'read:cycles', label: 'Read day cycles', need: 'optional' },
      { scope: 'read:sleep', label: 'Read your sleep', need: 'optional' },
      { scope: 'read:recovery', label: 'Read your recovery', need: 'optional' },
      { scope: 'read:workout', label: 'Read your workouts', need: 'optional' },
    ],
    api: {
      baseUrl: 'https://api.prod.whoop.com/developer',
      probe: { url: 'https://api.prod.whoop.com/developer/v2/user/profile/basic' },
    },
  },
};
