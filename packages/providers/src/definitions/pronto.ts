import type { Provider } from '../provider.js';

/**
 * Pronto, the messenger of schools. People consent on their organization's own domain; tokens come from one fixed host. A
 * refresh ends the old access token at once. Access is taken away on a screen of Pronto's only.
 */
export const pronto: Provider = {
  key: 'pronto',
  definition: {
    name: 'Pronto',
    documentation: 'https://support.pronto.io/en/articles/4165097-api-authorization',
    inputs: [
      {
        name: 'domain',
        label: 'Pronto domain',
        type: 'host',
        hosts: ['*.pronto.io'],
        visibility: 'customer',
        required: true,
        help: 'Where your organization uses Pronto, as the address bar shows it: for example acme.pronto.io.',
      },
    ],
    authorize: {
      url: 'https://{domain}/oauth/authorize',
      // What Pronto asks for, beside response_type=code.
      parameters: { grant_type: 'client_credentials' },
    },
    token: { url: 'https://chat.pronto.io/oauth/token', clientAuthentication: 'client_secret_post' },
    refresh: { parameters: { redirect_uri: '{request.redirect_uri}' }, revokesAccessToken: true },
    scopes: [
      { scope: 'user-view', label: 'Read users', need: 'optional' },
      { scope: 'user-create', label: 'Add users', need: 'optional' },
      { scope: 'user-update', label: 'Change users', need: 'optional' },
      { scope: 'user-delete', label: 'Remove users', need: 'optional' },
      { scope: 'group-view', label: 'Read groups', need: 'optional' },
      { scope: 'group-create', label: 'Add groups', need: 'optional' },
      { scope: 'group-update', label: 'Change groups', need: 'optional' },
      { scope: 'group-delete', label: 'Remove groups', need: 'optional' },
    ],
    api: { baseUrl: 'https://chat.pronto.io' },
  },
};
