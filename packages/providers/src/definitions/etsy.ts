import type { Provider } from '../provider.js';

/** Etsy. The token request proves itself by PKCE alone; API calls carry the key and its shared secret. */
export const etsy: Provider = {
  key: 'etsy',
  definition: {
    name: 'Etsy',
    documentation: 'https://developers.etsy.com/documentation/essentials/authentication/',
    authorize: { url: 'https://www.etsy.com/oauth/connect' },
    token: { url: 'https://api.etsy.com/v3/public/oauth/token', clientAuthentication: 'none' },
    scopes: [
      { scope: 'email_r', label: "Read the member's e-mail address", need: 'optional' },
      { scope: 'shops_r', label: 'Read shops', need: 'optional' },
      { scope: 'shops_w', label: 'Change shops', need: 'optional' },
      { scope: 'listings_r', label: 'Read listings', need: 'optional' },
      { scope: 'listings_w', label: 'Change listings', need: 'optional' },
      { scope: 'transactions_r', label: 'Read sales', need: 'optional' },
      { scope: 'transactions_w', label: 'Change sales', need: 'optional' },
      { scope: 'profile_r', label: 'Read the profile', need: 'optional' },
    ],
  },
};
