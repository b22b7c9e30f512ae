import type { Provider } from '../provider.js';

/** Mercado Libre. People consent on the host of their country; PKCE must be switched on in the application. */
export const mercadoLibre: Provider = {
  key: 'mercado-libre',
  definition: {
    name: 'Mercado Libre',
    documentation: 'https://developers.mercadolibre.com.ar/en_us/authentication-and-authorization',
    inputs: [
      {
        name: 'auth_host',
        label: 'Country',
        type: 'choice',
        visibility: 'customer',
        required: true,
        default: 'auth.mercadolibre.com',
        choices: [
          { value: 'auth.mercadolibre.com', label: 'Any country' },
          { value: 'auth.mercadolibre.com.ar', label: 'Argentina' },
          { value: 'auth.mercadolivre.com.br', label: 'Brazil' },
          { value: 'auth.mercadolibre.cl', label: 'Chile' },
          { value: 'auth.mercadolibre.com.co', label: 'Colombia' },
          { value: 'auth.mercadolibre.com.ec', label: 'Ecuador' },
          { value: 'auth.mercadolibre.com.mx', label: 'Mexico' },
          { value: 'auth.mercadolibre.com.pe', label: 'Peru' },
          { value: 'auth.mercadolibre.com.uy', label: 'Uruguay' },
          { value: 'auth.mercadolibre.com.ve', label: 'Venezuela' },
        ],
        help: 'Where your Mercado Libre account is registered.',
      },
    ],
    authorize: { url: 'https://{auth_host}/authorization' },
    token: { url: 'https://api.mercadolibre.com/oauth/token', clientAuthentication: 'client_secret_post' },
    steps: [
      {
        name: 'account',
        url: 'https://api.mercadolibre.com/users/me',
        method: 'GET',
        captures: [{ name: 'accountName', path: 'nickname' }],
        failure: 'passes',
      },
    ],
    account: { capture: 'accountName' },
    scopes: [
      { scope: 'offline_access', label: 'Stay connected while nobody is signed in', need: 'required' },
      { scope: 'read', label: 'Read your data', need: 'optional' },
      { scope: 'write', label: 'Change your data', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.mercadolibre.com', probe: { url: 'https://api.mercadolibre.com/users/me' } },
  },
};
