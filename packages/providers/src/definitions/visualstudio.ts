import type { Provider } from '../provider.js';

/** Azure DevOps by its own OAuth, for apps registered before April 2025. The client secret is sent as an assertion. */
export const visualstudio: Provider = {
  key: 'visualstudio',
  definition: {
    name: 'Azure DevOps (Visual Studio)',
    documentation:
      'https://learn.microsoft.com/en-us/azure/devops/integrate/get-started/authentication/azure-devops-oauth?view=azure-devops',
    authorize: { url: 'https://app.vssps.visualstudio.com/oauth2/authorize', responseType: 'Assertion', pkce: 'none' },
    token: {
      url: 'https://app.vssps.visualstudio.com/oauth2/token',
      grantType: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      clientAuthentication: 'client_secret_post',
      parameters: { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' },
      names: { code: 'assertion', client_secret: 'client_assertion' },
      omit: ['client_id'],
    },
    refresh: {
      parameters: {
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        redirect_uri: '{request.redirect_uri}',
      },
      names: { refresh_token: 'assertion', client_secret: 'client_assertion' },
    },
    steps: [
      {
        name: 'account',
        url: 'https://app.vssps.visualstudio.com/_apis/profile/profiles/me?api-version=6.0',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'displayName' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [{ scope: 'vso.profile', label: 'Your profile' }],
    api: { probe: { url: 'https://app.vssps.visualstudio.com/_apis/profile/profiles/me?api-version=6.0' } },
  },
};
