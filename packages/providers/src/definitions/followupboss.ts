import type { Provider } from '../provider.js';

/** Follow Up Boss, the CRM of estate agents. The token request repeats the state of the flow. */
export const followupboss: Provider = {
  key: 'followupboss',
  definition: {
    name: 'Follow Up Boss',
    documentation: 'https://docs.followupboss.com/docs/oauth-token-lifetimes',
    authorize: { url: 'https://app.followupboss.com/oauth/authorize', responseType: 'auth_code', pkce: 'none' },
    token: { url: 'https://app.followupboss.com/oauth/token', parameters: { state: '{request.state}' } },
    api: { baseUrl: 'https://api.followupboss.com' },
    lifetimes: { idle: 7_776_000 },
  },
};
