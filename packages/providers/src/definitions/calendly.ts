import type { Provider } from '../provider.js';

/** Calendly. Many API calls need the organization, which is kept from the account call. */
export const calendly: Provider = {
  key: 'calendly',
  definition: {
    name: 'Calendly',
    documentation: 'https://developer.calendly.com/how-to-access-calendly-data-on-behalf-of-authenticated-users',
    authorize: { url: 'https://auth.calendly.com/oauth/authorize' },
    token: { url: 'https://auth.calendly.com/oauth/token' },
    revoke: { url: 'https://auth.calendly.com/oauth/revoke', clientAuthentication: 'client_secret_post' },
    steps: [
      {
        name: 'me',
        url: 'https://api.calendly.com/users/me',
        method: 'GET',
        captures: [
          { name: 'name', path: 'resource.name' },
          { name: 'organization', path: 'resource.current_organization' },
        ],
        failure: 'passes',
      },
    ],
    account: { capture: 'name' },
    api: { baseUrl: 'https://api.calendly.com', probe: { url: 'https://api.calendly.com/users/me' } },
  },
};
