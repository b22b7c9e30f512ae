import type { Provider } from '../provider.js';

/** Sentry, with an OAuth application of sentry.io (not an integration of its integration platform). */
export const sentry: Provider = {
  key: 'sentry',
  definition: {
    name: 'Sentry',
    documentation: 'https://docs.sentry.io/api/auth/',
    authorize: { url: 'https://sentry.io/oauth/authorize/' },
    token: { url: 'https://sentry.io/oauth/token/', clientAuthentication: 'client_secret_post' },
    scopes: [
      { scope: 'org:read', label: 'Read organizations', need: 'optional' },
      { scope: 'project:read', label: 'Read projects', need: 'optional' },
      { scope: 'project:write', label: 'Change projects', need: 'optional' },
      { scope: 'team:read', label: 'Read teams', need: 'optional' },
      { scope: 'event:read', label: 'Read issues and events', need: 'optional' },
      { scope: 'event:write', label: 'Change issues', need: 'optional' },
      { scope: 'member:read', label: 'Read members', need: 'optional' },
      { scope: 'project:releases', label: 'Manage releases', need: 'optional' },
    ],
    api: { baseUrl: 'https://sentry.io/api/0' },
  },
};
