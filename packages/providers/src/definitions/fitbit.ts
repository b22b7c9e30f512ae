import type { Provider } from '../provider.js';

/** Fitbit. Revoking one token ends all that the app holds of the user. */
export const fitbit: Provider = {
  key: 'fitbit',
  definition: {
    name: 'Fitbit',
    documentation: 'https://dev.fitbit.com/build/reference/web-api/developer-guide/authorization',
    authorize: { url: 'https://www.fitbit.com/oauth2/authorize' },
    token: { url: 'https://api.fitbit.com/oauth2/token' },
    revoke: { url: 'https://api.fitbit.com/oauth2/revoke', reach: 'account' },
    captures: [{ name: 'user_id', from: 'token', path: 'user_id' }],
    steps: [
      {
        name: 'profile',
        url: 'https://api.fitbit.com/1/user/-/profile.json',
        method: 'GET',
        captures: [{ name: 'display_name', path: 'user.displayName' }],
        failure: 'passes',
      },
    ],
    scopes: [
      { scope: 'profile', label: 'Profile data', need: 'optional' },
      { scope: 'activity', label: 'Steps, exercise and goals', need: 'optional' },
      { scope: 'heartrate', label: 'Heart rate', need: 'optional' },
      { scope: 'sleep', label: 'Sleep logs', need: 'optional' },
      { scope: 'weight', label: 'Weight and body fat', need: 'optional' },
      { scope: 'nutrition', label: 'Food and water logs', need: 'optional' },
      { scope: 'location', label: 'Where exercises took place', need: 'optional' },
      { scope: 'settings', label: 'Devices and alarms', need: 'optional' },
    ],
    account: { capture: 'display_name' },
    api: { baseUrl: 'https://api.fitbit.com', probe: { url: 'https://api.fitbit.com/1/user/-/profile.json' } },
  },
};
