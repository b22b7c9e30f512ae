import type { Provider } from '../provider.js';

/**
 * S.A. Proto, the study association. Its page names neither endpoint, so both are asked for. Tokens are asked for in JSON;
 * an old one is told in words and not surely with 401.
 */
export const proto: Provider = {
  key: 'proto',
  definition: {
    name: 'Proto',
    documentation: 'https://wiki.proto.utwente.nl/ict/oauth',
    client: { idLabel: 'Consumer ID', secretLabel: 'Consumer Secret', callbackLabel: 'Callback URI' },
    inputs: [
      {
        name: 'authorizeUrl',
        label: 'Login page',
        type: 'url',
        hosts: ['*'],
        visibility: 'organization',
        required: true,
        help: 'The address of the page where people log in and consent, as the sysadmins gave it.',
      },
      {
        name: 'tokenUrl',
        label: 'Token endpoint',
        type: 'url',
        hosts: ['*'],
        visibility: 'organization',
        required: true,
        help: 'The address that tokens are asked from, as the sysadmins gave it.',
      },
    ],
    authorize: { url: '{authorizeUrl}' },
    token: { url: '{tokenUrl}', body: 'json', clientAuthentication: 'client_secret_post' },
    api: { expirySignals: [{ bodyHolds: 'Session expired' }, { bodyHolds: 'Invalid response' }] },
  },
};
