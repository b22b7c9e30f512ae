import type { Provider } from '../provider.js';

/** PagerDuty, with its classic user OAuth. A code lives for 30 seconds. */
export const pagerduty: Provider = {
  key: 'pagerduty',
  definition: {
    name: 'PagerDuty',
    documentation:
      'https://github.com/PagerDuty/developer-docs/blob/main/docs/app-integration-development/06-OAuth-Functionality.md',
    authorize: { url: 'https://identity.pagerduty.com/oauth/authorize' },
    token: { url: 'https://identity.pagerduty.com/oauth/token', clientAuthentication: 'client_secret_post' },
    scopes: [
      { scope: 'read', label: 'Read what you may see', need: 'optional' },
      { scope: 'write', label: 'Read and change what you may', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.pagerduty.com', headers: { Accept: 'application/vnd.pagerduty+json;version=2' } },
    lifetimes: { refreshToken: 18144000, absolute: 94_608_000 },
  },
};
