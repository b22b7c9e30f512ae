import type { Provider } from '../provider.js';

/** Deel, the payroll software. What may be read depends on whether the app is of the organization or of a person. */
export const deel: Provider = {
  key: 'deel',
  definition: {
    name: 'Deel',
    documentation: 'https://developer.deel.com/api/oauth',
    authorize: { url: 'https://app.deel.com/oauth2/authorize' },
    token: { url: 'https://app.deel.com/oauth2/tokens' },
    api: { baseUrl: 'https://api.letsdeel.com/rest/v2' },
  },
};
