import type { Provider } from '../provider.js';

/** Ramp, the card and expense platform. The sandbox has hosts and an application of its own. */
export const ramp: Provider = {
  key: 'ramp',
  definition: {
    name: 'Ramp',
    documentation: 'https://docs.ramp.com/developer-api/v1',
    authorize: { url: 'https://app.ramp.com/v1/authorize' },
    token: { url: 'https://api.ramp.com/developer/v1/token', clientAuthentication: 'client_secret_basic' },
    scopes: [
      { scope: 'business:read', label: 'Read the business', need: 'optional' },
      { scope: 'transactions:read', label: 'Read transactions', need: 'optional' },
      { scope: 'users:read', label: 'Read users', need: 'optional' },
      { scope: 'cards:read', label: 'Read cards', need: 'optional' },
      { scope: 'reimbursements:read', label: 'Read reimbursements', need: 'optional' },
      { scope: 'accounting:read', label: 'Read accounting data', need: 'optional' },
      { scope: 'accounting:write', label: 'Change accounting data', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.ramp.com' },
  },
};
