import type { Provider } from '../provider.js';

/** Lever, the hiring software. Its production environment; the sandbox has hosts of its own. */
export const lever: Provider = {
  key: 'lever',
  definition: {
    name: 'Lever',
    documentation: 'https://hire.lever.co/developer/oauth',
    authorize: {
      url: 'https://auth.lever.co/authorize',
      parameters: { audience: 'https://api.lever.co/v1/', prompt: 'consent' },
    },
    token: { url: 'https://auth.lever.co/oauth/token', clientAuthentication: 'client_secret_post' },
    scopes: [
      { scope: 'offline_access', label: 'Stay connected while nobody is signed in', need: 'required' },
      { scope: 'opportunities:read:admin', label: 'Read opportunities', need: 'optional' },
      { scope: 'applications:read:admin', label: 'Read applications', need: 'optional' },
      { scope: 'interviews:read:admin', label: 'Read interviews', need: 'optional' },
      { scope: 'notes:read:admin', label: 'Read notes', need: 'optional' },
      { scope: 'offers:read:admin', label: 'Read offers', need: 'optional' },
      { scope: 'users:read:admin', label: 'Read users', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.lever.co/v1' },
  },
};
