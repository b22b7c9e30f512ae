import type { Provider } from '../provider.js';

/**
 * DocuWare Cloud, which keeps documents. It knows one public client, the same for everybody, whose id the vendor gives as
 * the client id: `docuware.platform.net.client`. Each customer's token endpoint is its own; whoever connects looks it up.
 * For a DocuWare on a customer's own servers copy this with their hosts.
 */
export const docuware: Provider = {
  key: 'docuware',
  definition: {
    name: 'DocuWare',
    documentation: 'https://developer.docuware.com/rest/documentation.html',
    grantType: 'password',
    client: { idLabel: 'Client ID (docuware.platform.net.client)' },
    inputs: [
      {
        name: 'domain',
        label: 'DocuWare address',
        type: 'host',
        visibility: 'customer',
        required: true,
        hosts: ['*.docuware.cloud'],
        help: 'The host of your DocuWare, as in the address bar of your browser.',
      },
      {
        name: 'token_endpoint',
        label: 'Token endpoint',
        type: 'url',
        visibility: 'customer',
        required: true,
        hosts: ['*.docuware.cloud'],
        help: 'Open /DocuWare/Platform/Home/IdentityServiceInfo on your DocuWare address, then the identity service that it names with /.well-known/openid-configuration behind it, and copy its token_endpoint.',
      },
      {
        name: 'username',
        label: 'User name',
        type: 'text',
        visibility: 'customer',
        required: true,
        help: 'Of a DocuWare user who may do what the integration does; best one of its own.',
      },
      { name: 'password', label: 'Password', type: 'secret', visibility: 'customer', required: true },
    ],
    token: {
      url: '{token_endpoint}',
      clientAuthentication: 'none',
      parameters: { username: '{username}', password: '{password}' },
    },
    scopes: [{ scope: 'docuware.platform', label: 'What the DocuWare user may do', need: 'required' }],
    api: { baseUrl: 'https://{domain}/DocuWare/Platform' },
  },
};
