import type { Provider } from '../provider.js';

/** Salesforce, the CRM. The token answer names the address of the API, and does not say when the token ends. */
export const salesforce: Provider = {
  key: 'salesforce',
  definition: {
    name: 'Salesforce',
    documentation: 'https://help.salesforce.com/s/articleView?id=sf.connected_app_overview.htm',
    inputs: [
      {
        name: 'hostname',
        label: 'My Domain',
        type: 'host',
        hosts: ['*.salesforce.com'],
        visibility: 'customer',
        help: 'For example acme.my.salesforce.com; leave it empty to sign in at login.salesforce.com.',
      },
    ],
    authorize: {
      url: 'https://{hostname}/services/oauth2/authorize',
      urlFallback: 'https://login.salesforce.com/services/oauth2/authorize',
      parameters: { prompt: 'consent' },
    },
    token: {
      url: 'https://{hostname}/services/oauth2/token',
      urlFallback: 'https://login.salesforce.com/services/oauth2/token',
      clientAuthentication: 'client_secret_post',
    },
    revoke: {
      url: 'https://{hostname}/services/oauth2/revoke',
      urlFallback: 'https://login.salesforce.com/services/oauth2/revoke',
      clientAuthentication: 'none',
      omit: ['client_id', 'token_type_hint'],
    },
    captures: [
      { name: 'instance_url', from: 'token', path: 'instance_url', hosts: ['*.salesforce.com', '*.force.com'] },
    ],
    steps: [
      {
        name: 'account',
        url: 'https://{hostname}/services/oauth2/userinfo',
        urlFallback: 'https://login.salesforce.com/services/oauth2/userinfo',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'email' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'offline_access', label: 'Stay connected while nobody is signed in', need: 'required' },
      { scope: 'api', label: 'Read and change data' },
    ],
    api: {
      baseUrl: '{context.instance_url}',
      probe: {
        url: 'https://{hostname}/services/oauth2/userinfo',
        urlFallback: 'https://login.salesforce.com/services/oauth2/userinfo',
      },
    },
  },
};
