import type { Provider } from '../provider.js';

/** Okta's own authorization server of one Okta organization (not a custom one). */
export const okta: Provider = {
  key: 'okta',
  definition: {
    name: 'Okta',
    documentation: 'https://developer.okta.com/docs/reference/api/oidc/',
    inputs: [
      {
        name: 'subdomain',
        label: 'Okta subdomain',
        type: 'text',
        visibility: 'customer',
        required: true,
        help: 'The part before .okta.com in the address of your Okta.',
      },
    ],
    authorize: { url: 'https://{subdomain}.okta.com/oauth2/v1/authorize', parameters: { response_mode: 'query' } },
    token: { url: 'https://{subdomain}.okta.com/oauth2/v1/token', clientAuthentication: 'client_secret_post' },
    revoke: { url: 'https://{subdomain}.okta.com/oauth2/v1/revoke' },
    account: { idTokenClaim: 'email' },
    scopes: [
      { scope: 'offline_access', label: 'Stay connected while nobody is signed in', need: 'required' },
      { scope: 'openid', label: 'Who you are' },
      { scope: 'email', label: 'Your e-mail address' },
      { scope: 'profile', label: 'Your name' },
    ],
    api: { baseUrl: 'https://{subdomain}.okta.com' },
    lifetimes: { idle: 604_800 },
  },
};
