import type { Provider } from '../provider.js';

/**
 * Bullhorn, the recruiting software. The person logs in on its own page. The API takes no access token but a session,
 * which the vendor's code logs in to with each new one (POST …/rest-services/login); that answer names the API's address.
 */
export const bullhorn: Provider = {
  key: 'bullhorn',
  definition: {
    name: 'Bullhorn',
    documentation: 'https://bullhorn.github.io/Getting-Started-with-REST',
    authorize: { url: 'https://auth-west.bullhornstaffing.com/oauth/authorize', pkce: 'none' },
    token: {
      url: 'https://auth-west.bullhornstaffing.com/oauth/token',
      clientAuthentication: 'client_secret_post',
      body: 'query',
    },
  },
};
