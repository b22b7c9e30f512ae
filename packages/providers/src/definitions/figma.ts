import type { Provider } from '../provider.js';

/** Figma. It refreshes at an address of its own, and the refresh token stays the same. */
export const figma: Provider = {
  key: 'figma',
  definition: {
    name: 'Figma',
    documentation: 'https://developers.figma.com/docs/rest-api/authentication/',
    authorize: { url: 'https://www.figma.com/oauth' },
    token: { url: 'https://api.figma.com/v1/oauth/token' },
    refresh: { url: 'https://api.figma.com/v1/oauth/refresh' },
    steps: [
      {
        name: 'me',
        url: 'https://api.figma.com/v1/me',
        method: 'GET',
        captures: [{ name: 'handle', path: 'handle' }],
        failure: 'passes',
      },
    ],
    scopes: [
      { scope: 'current_user:read', label: 'Name, e-mail address and picture', need: 'optional' },
      { scope: 'file_content:read', label: 'Contents of files', need: 'optional' },
      { scope: 'file_metadata:read', label: 'Metadata of files', need: 'optional' },
      { scope: 'file_comments:read', label: 'Read comments', need: 'optional' },
      { scope: 'file_comments:write', label: 'Post and delete comments', need: 'optional' },
      { scope: 'file_dev_resources:read', label: 'Read dev resources', need: 'optional' },
      { scope: 'projects:read', label: 'List projects and their files', need: 'optional' },
      { scope: 'webhooks:write', label: 'Manage webhooks', need: 'optional' },
    ],
    account: { capture: 'handle' },
    api: { baseUrl: 'https://api.figma.com', probe: { url: 'https://api.figma.com/v1/me' } },
  },
};
