import type { Provider } from '../provider.js';

/** SurveyMonkey. The token answer names the API of the account's region; tokens are long-lived and not refreshed. */
export const surveymonkey: Provider = {
  key: 'surveymonkey',
  definition: {
    name: 'SurveyMonkey',
    documentation: 'https://developer.surveymonkey.com/api/v3/#SurveyMonkey-Api',
    authorize: { url: 'https://api.surveymonkey.com/oauth/authorize', pkce: 'none' },
    token: { url: 'https://api.surveymonkey.com/oauth/token', clientAuthentication: 'client_secret_post' },
    captures: [
      { name: 'access_url', from: 'token', path: 'access_url', hosts: ['*.surveymonkey.com', 'api.surveymonkey.ca'] },
    ],
    steps: [
      {
        name: 'account',
        url: '{context.access_url}/v3/users/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'email' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'users_read', label: 'See your user', need: 'optional' },
      { scope: 'surveys_read', label: 'Read surveys', need: 'optional' },
      { scope: 'surveys_write', label: 'Create and change surveys', need: 'optional' },
      { scope: 'responses_read', label: 'Read responses', need: 'optional' },
      { scope: 'responses_read_detail', label: 'Read responses in detail', need: 'optional' },
      { scope: 'collectors_read', label: 'Read collectors', need: 'optional' },
      { scope: 'contacts_read', label: 'Read contacts', need: 'optional' },
      { scope: 'webhooks_read', label: 'Read webhooks', need: 'optional' },
    ],
    scopeSeparator: ',',
    api: { baseUrl: '{context.access_url}', probe: { url: '{context.access_url}/v3/users/me' } },
  },
};
