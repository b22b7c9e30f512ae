import type { Provider } from '../provider.js';

/**
 * Jira Cloud by Atlassian. The grant may reach several sites: the first one that it lists becomes the address of the
 * API.
 */
export const jiraCloud: Provider = {
  key: 'jira-cloud',
  definition: {
    name: 'Jira Cloud (Atlassian)',
    documentation: 'https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/',
    authorize: {
      url: 'https://auth.atlassian.com/authorize',
      parameters: { audience: 'api.atlassian.com', prompt: 'consent' },
    },
    token: { url: 'https://auth.atlassian.com/oauth/token', clientAuthentication: 'client_secret_post', body: 'json' },
    refresh: { reuseGrace: 600 },
    steps: [
      {
        name: 'sites',
        url: 'https://api.atlassian.com/oauth/token/accessible-resources',
        method: 'GET',
        captures: [{ name: 'cloudId', path: '0.id' }],
      },
      {
        name: 'account',
        url: 'https://api.atlassian.com/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'offline_access', label: 'Stay connected while nobody is signed in', need: 'required' },
      { scope: 'read:me', label: 'Know who you are', need: 'optional' },
      { scope: 'read:jira-user', label: 'Read the profiles of people', need: 'optional' },
      { scope: 'read:jira-work', label: 'Read issues and projects', need: 'optional' },
      { scope: 'write:jira-work', label: 'Create and change issues', need: 'optional' },
    ],
    api: {
      baseUrl: 'https://api.atlassian.com/ex/jira/{context.cloudId}',
      probe: { url: 'https://api.atlassian.com/me' },
    },
    lifetimes: { idle: 7776000, absolute: 31_536_000 },
  },
};
