import type { Provider } from '../provider.js';

/** Greenhouse Harvest v3, which gives credentials to its partners only. */
export const greenhouse: Provider = {
  key: 'greenhouse',
  definition: {
    name: 'Greenhouse',
    documentation: 'https://harvestdocs.greenhouse.io/docs/harvest-partner-oauth',
    authorize: { url: 'https://auth.greenhouse.io/authorize', pkce: 'none' },
    token: { url: 'https://auth.greenhouse.io/token' },
    scopes: [
      { scope: 'harvest:candidates:list', label: 'List candidates', need: 'optional' },
      { scope: 'harvest:job_posts:list', label: 'List job posts', need: 'optional' },
    ],
    api: { baseUrl: 'https://harvest.greenhouse.io' },
  },
};
