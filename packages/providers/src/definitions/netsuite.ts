import type { Provider } from '../provider.js';

/** NetSuite, the ERP system. A grant ends seven days after consent, whatever its use. */
export const netsuite: Provider = {
  key: 'netsuite',
  definition: {
    name: 'NetSuite',
    documentation: 'https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_158081944642.html',
    inputs: [
      {
        name: 'accountId',
        label: 'NetSuite account ID',
        type: 'text',
        visibility: 'customer',
        required: true,
        pattern: '[A-Za-z0-9-]+',
        help: 'The part before .app.netsuite.com in the address of your NetSuite.',
      },
    ],
    authorize: {
      url: 'https://{accountId}.app.netsuite.com/app/login/oauth2/authorize.nl',
      parameters: { prompt: 'consent' },
    },
    token: {
      url: 'https://{accountId}.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token',
      clientAuthentication: 'client_secret_post',
    },
    scopes: [
      { scope: 'rest_webservices', label: 'Records and queries' },
      { scope: 'restlets', label: 'Your own RESTlets' },
      { scope: 'suite_analytics', label: 'SuiteAnalytics Connect' },
    ],
    api: { baseUrl: 'https://{accountId}.suitetalk.api.netsuite.com/services/rest/record/v1' },
    lifetimes: { absolute: 604_800 },
  },
};
