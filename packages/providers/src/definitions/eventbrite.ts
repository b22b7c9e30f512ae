import type { Provider } from '../provider.js';

/** Eventbrite. It documents neither scopes nor refresh tokens. */
export const eventbrite: Provider = {
  key: 'eventbrite',
  definition: {
    name: 'Eventbrite',
    documentation: 'https://www.eventbrite.com/platform/api',
    authorize: { url: 'https://www.eventbrite.com/oauth/authorize' },
    token: { url: 'https://www.eventbrite.com/oauth/token', clientAuthentication: 'client_secret_post' },
    steps: [
      {
        name: 'me',
        url: 'https://www.eventbriteapi.com/v3/users/me/',
        method: 'GET',
        captures: [{ name: 'name', path: 'name' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'name' },
    api: { baseUrl: 'https://www.eventbriteapi.com/v3', probe: { url: 'https://www.eventbriteapi.com/v3/users/me/' } },
  },
};
