import type { Provider } from '../provider.js';

/** Jobber, the software for home services. The scopes are those chosen on the app; the API is GraphQL. */
export const jobber: Provider = {
  key: 'jobber',
  definition: {
    name: 'Jobber',
    documentation: 'https://developer.getjobber.com/docs/building_your_app/app_authorization/',
    authorize: { url: 'https://api.getjobber.com/api/oauth/authorize', pkce: 'none' },
    token: { url: 'https://api.getjobber.com/api/oauth/token', clientAuthentication: 'client_secret_post' },
    api: { baseUrl: 'https://api.getjobber.com/api/graphql', headers: { 'X-JOBBER-GRAPHQL-VERSION': '2025-01-20' } },
  },
};
