import type { Provider } from '../provider.js';

/** Rippling, for an app of its App Shop. Once connected, Rippling is told that the app is installed. */
export const ripplingShopApp: Provider = {
  key: 'rippling-shop-app',
  definition: {
    name: 'Rippling',
    documentation: 'https://developer.rippling.com/documentation/distribute/guides/installation',
    inputs: [
      {
        name: 'appName',
        label: 'App name',
        type: 'text',
        visibility: 'organization',
        required: true,
        help: 'The name of your app in the address of its page in the Rippling App Shop.',
      },
    ],
    authorize: { url: 'https://app.rippling.com/apps/PLATFORM/{appName}/authorize' },
    token: { url: 'https://api.rippling.com/api/o/token/', clientAuthentication: 'client_secret_post' },
    steps: [{ name: 'installed', url: 'https://api.rippling.com/platform/api/mark_app_installed', body: 'none' }],
    api: { baseUrl: 'https://api.rippling.com' },
  },
};
