import type { Provider } from '../provider.js';

/** Teamwork.com. The token answer names the address of the API; there are no scopes. */
export const teamwork: Provider = {
  key: 'teamwork',
  definition: {
    name: 'Teamwork.com',
    documentation:
      'https://support.teamwork.com/projects/teamwork-developer-portal/using-the-developer-portal-to-build-an-integration',
    authorize: { url: 'https://www.teamwork.com/launchpad/login' },
    token: { url: 'https://www.teamwork.com/launchpad/v1/token.json', clientAuthentication: 'client_secret_post' },
    captures: [{ name: 'api_endpoint', from: 'token', path: 'installation.apiEndPoint' }],
    api: { baseUrl: '{context.api_endpoint}' },
  },
};
