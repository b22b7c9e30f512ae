import type { Provider } from '../provider.js';

/** Dropbox, the file store. Refresh tokens come with token_access_type=offline; revoking one access token ends the whole grant. */
export const dropbox: Provider = {
  key: 'dropbox',
  definition: {
    name: 'Dropbox',
    documentation: 'https://developers.dropbox.com/oauth-guide',
    authorize: { url: 'https://www.dropbox.com/oauth2/authorize', parameters: { token_access_type: 'offline' } },
    token: { url: 'https://api.dropboxapi.com/oauth2/token', clientAuthentication: 'client_secret_post' },
    revoke: {
      url: 'https://api.dropboxapi.com/2/auth/token/revoke',
      clientAuthentication: 'bearer_token',
      body: 'none',
      token: 'access_token',
    },
    steps: [
      {
        name: 'account',
        url: 'https://api.dropboxapi.com/2/users/get_current_account',
        method: 'POST',
        body: 'none',
        captures: [{ name: 'accountName', path: 'email' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'account_info.read', label: 'Name and e-mail address of the account' },
      { scope: 'files.metadata.read', label: 'See which files and folders there are' },
      { scope: 'files.metadata.write', label: 'Create, rename and delete files and folders' },
      { scope: 'files.content.read', label: 'Read files' },
      { scope: 'files.content.write', label: 'Upload and change files' },
    ],
    api: {
      baseUrl: 'https://api.dropboxapi.com',
      probe: { url: 'https://api.dropboxapi.com/2/users/get_current_account', method: 'POST', body: 'none' },
    },
  },
};
