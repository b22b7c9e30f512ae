import type { Provider } from '../provider.js';

/**
 * S.A. Proto, the study association. Its page names neither endpoint, so both are asked for. Tokens are asked for in JSON;
 * an old one is told in words and not surely with 401. The callback it shows has a code and nothing else, but of `state`
 * it says nothing, and it follows RFC 6749, by which a state that was sent comes back. So this is strict; should the state
 * not come back, a config takes this definition as its own with `callback: {"state": "dropped"}`.
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
