import type { Provider } from '../provider.js';

/** Typeform (its data centre in the EU has clients of its own). */
export const typeform: Provider = {
  key: 'typeform',
  definition: {
    name: 'Typeform',
    documentation: 'https://developers.typeform.com/get-started/applications',
    authorize: { url: 'https://api.typeform.com/oauth/authorize', pkce: 'none' },
    token: { url: 'https://api.typeform.com/oauth/token', clientAuthentication: 'client_secret_basic' },
    steps: [
      {
        name: 'account',
        url: 'https://api.typeform.com/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'alias' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'offline', label: 'Stay connected while nobody is signed in', need: 'required' },
      { scope: 'accounts:read', label: 'Read the account', need: 'optional' },
      { scope: 'forms:read', label: 'Read forms', need: 'optional' },
      { scope: 'forms:write', label: 'Create and change forms', need: 'optional' },
      { scope: 'responses:read', label: 'Read responses', need: 'optional' },
      { scope: 'webhooks:read', label: 'Read webhooks', need: 'optional' },
      { scope: 'webhooks:write', label: 'Create and change webhooks', need: 'optional' },
      { scope: 'workspaces:read', label: 'Read workspaces', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.typeform.com', probe: { url: 'https://api.typeform.com/me' } },
  },
};
