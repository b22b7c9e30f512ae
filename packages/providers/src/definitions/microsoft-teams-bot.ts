import type { Provider } from '../provider.js';

/** Microsoft Teams, for an app with a bot. The token is of the person; the Bot Framework wants one more, which the app gets by itself. */
export const microsoftTeamsBot: Provider = {
  key: 'microsoft-teams-bot',
  definition: {
    name: 'Microsoft Teams Bot',
    documentation: 'https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow',
    inputs: [
      {
        name: 'tenantId',
        label: 'Tenant ID',
        type: 'text',
        visibility: 'customer',
        required: true,
        help: 'In the Microsoft Entra admin center, under tenant details.',
      },
    ],
    authorize: {
      url: 'https://login.microsoftonline.com/{tenantId}/oauth2/v2.0/authorize',
      parameters: { response_mode: 'query' },
      pkce: 'none',
    },
    token: {
      url: 'https://login.microsoftonline.com/{tenantId}/oauth2/v2.0/token',
      clientAuthentication: 'client_secret_post',
    },
    refresh: { reuseGrace: 7_776_000 },
    scopes: [
      { scope: 'offline_access', label: 'Stay connected while nobody is signed in', need: 'required' },
      { scope: '.default', label: 'All that the app was granted', need: 'required' },
    ],
    api: { baseUrl: 'https://smba.trafficmanager.net/teams' },
    lifetimes: { refreshToken: 7_776_000 },
  },
};
