import type { Provider } from '../provider.js';
import { procoreHosts } from './procore.js';

/**
 * Procore for installed applications: the code is shown to the person, who copies it. A refresh token is good for one use
 * and does not end before it.
 */
export const procoreInstalled: Provider = {
  key: 'procore-installed',
  definition: {
    name: 'Procore',
    documentation: 'https://procore.github.io/documentation/oauth-installed-apps',
    inputs: procoreHosts,
    authorize: { url: 'https://{loginHost}/oauth/authorize' },
    callback: { delivery: 'out_of_band', redirectUri: 'urn:ietf:wg:oauth:2.0:oob' },
    token: {
      url: 'https://{loginHost}/oauth/token',
      body: 'json',
      clientAuthentication: 'client_secret_post',
      response: { issuedAt: 'created_at' },
    },
    refresh: { parameters: { redirect_uri: '{request.redirect_uri}' } },
    api: { baseUrl: 'https://{apiHost}', probe: { url: 'https://{loginHost}/oauth/token/info' } },
  },
};
