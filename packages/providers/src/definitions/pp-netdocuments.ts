import type { Provider } from '../provider.js';

/** NetDocuments, the document store of law firms, in the region of the customer. */
export const ppNetdocuments: Provider = {
  key: 'pp-netdocuments',
  definition: {
    name: 'NetDocuments',
    documentation: 'https://support.netdocuments.com/hc/en-us/articles/205219850-API-Documentation',
    inputs: [
      {
        name: 'domain',
        label: 'NetDocuments region',
        type: 'choice',
        visibility: 'customer',
        required: true,
        choices: [
          { value: 'vault.netvoyage.com', label: 'United States' },
          { value: 'au.netdocuments.com', label: 'Australia' },
          { value: 'eu.netdocuments.com', label: 'Europe' },
          { value: 'de.netdocuments.com', label: 'Germany' },
          { value: 'ducot.netdocuments.com', label: 'Development' },
        ],
        help: 'Where your repository is kept.',
      },
    ],
    authorize: { url: 'https://{domain}/neWeb2/OAuth.aspx', parameters: { smallDisplay: 'Y' } },
    token: { url: 'https://api.{domain}/v1/OAuth', clientAuthentication: 'client_secret_post' },
    scopes: [
      { scope: 'read', label: 'Read documents' },
      { scope: 'edit', label: 'Change documents' },
      { scope: 'organize', label: 'File documents in folders' },
      { scope: 'lookup', label: 'Look-up tables' },
      { scope: 'delete_doc', label: 'Delete documents' },
      { scope: 'delete_container', label: 'Delete folders' },
      { scope: 'admin', label: 'Administer repositories and cabinets' },
    ],
    scopeSeparator: ',',
  },
};
