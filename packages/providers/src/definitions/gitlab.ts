import type { Provider } from '../provider.js';

/** GitLab, gitlab.com or a server of the customer, where the customer registers the application. */
export const gitlab: Provider = {
  key: 'gitlab',
  definition: {
    name: 'GitLab',
    documentation: 'https://docs.gitlab.com/api/oauth2/',
    client: { owner: 'connection' },
    authorize: { url: 'https://{host}/oauth/authorize' },
    token: { url: 'https://{host}/oauth/token' },
    refresh: { parameters: { redirect_uri: '{request.redirect_uri}' }, revokesAccessToken: true },
    revoke: { url: 'https://{host}/oauth/revoke', clientAuthentication: 'client_secret_post' },
    inputs: [
      {
        name: 'host',
        label: 'GitLab address',
        type: 'host',
        visibility: 'customer',
        required: true,
        hosts: ['*'],
        default: 'gitlab.com',
        help: 'The host of your GitLab, such as gitlab.com or gitlab.acme.example.',
      },
    ],
    steps: [
      {
        name: 'user',
        url: 'https://{host}/api/v4/user',
        method: 'GET',
        captures: [{ name: 'username', path: 'username' }],
        failure: 'passes',
      },
    ],
    scopes: [
      { scope: 'read_user', label: 'Read your own profile', need: 'optional' },
      { scope: 'api', label: 'Full access to the API', need: 'optional' },
      { scope: 'read_repository', label: 'Clone repositories', need: 'optional' },
      { scope: 'write_repository', label: 'Push to repositories', need: 'optional' },
      { scope: 'profile', label: 'Name and picture', need: 'optional' },
    ],
    account: { capture: 'username' },
    api: { baseUrl: 'https://{host}/api/v4', probe: { url: 'https://{host}/api/v4/user' } },
  },
};
