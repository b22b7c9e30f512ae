import type { Provider } from '../provider.js';

/** Okta's own authorization server of one Okta organization (not a custom one). */
export const okta: Provider = {
  key: 'okta',
  definition: {
    name: 'Okta',
    authorize: {
      url: 'https://{subdomain}.okta.com/oauth2/v1/authorize',
      parameters: { response_mode: 'query' },
      pkce: 'S256',
    },
    token: {
      url: 'https://{subdomain}.okta.com/oauth2/v1/token',
      clientAuthentication: 'client_secret_post',
    },
    revoke: { url: 'https://{subdomain}.okta.com/oauth2/v1/revoke' },
    scopes: [{ scope: 'offline_access', label: 'Stay connected while nobody is signed in', need: 'required' }],
  },
  inputs: [
    { name: 'subdomain', label: 'Okta subdomain', help: 'The part before .okta.com in the address of your Okta.' },
  ],
};
