import type { Provider } from '../provider.js';

/** Snapchat's Marketing API (not its login, which has other addresses). */
export const snapchat: Provider = {
  key: 'snapchat',
  definition: {
    name: 'Snapchat (Marketing API)',
    documentation: 'https://developers.snap.com/api/marketing-api/Ads-API/authentication',
    authorize: { url: 'https://accounts.snapchat.com/login/oauth2/authorize', pkce: 'none' },
    token: {
      url: 'https://accounts.snapchat.com/login/oauth2/access_token',
      clientAuthentication: 'client_secret_post',
    },
    scopes: [
      { scope: 'snapchat-marketing-api', label: 'Read and manage ads', need: 'optional' },
      { scope: 'snapchat-offline-conversions-api', label: 'Send conversions', need: 'optional' },
      { scope: 'snapchat-profile-api', label: 'Read public profiles', need: 'optional' },
    ],
    api: { baseUrl: 'https://adsapi.snapchat.com', probe: { url: 'https://adsapi.snapchat.com/v1/me' } },
  },
};
