import type { Provider } from '../provider.js';

/** Exact Online. A new access token is given only once in nine and a half minutes of its ten. */
export const exactOnline: Provider = {
  key: 'exact-online',
  definition: {
    name: 'Exact Online',
    documentation:
      'https://support.exactonline.com/community/s/knowledge-base#All-All-DNO-Content-oauth-eol-oauth-dev-impleovervw',
    authorize: { url: 'https://start.exactonline.{extension}/api/oauth2/auth' },
    token: { url: 'https://start.exactonline.{extension}/api/oauth2/token' },
    refresh: { window: 30 },
    inputs: [
      {
        name: 'extension',
        label: 'Country',
        type: 'choice',
        visibility: 'customer',
        required: true,
        choices: [
          { value: 'nl', label: 'exactonline.nl' },
          { value: 'be', label: 'exactonline.be' },
          { value: 'de', label: 'exactonline.de' },
          { value: 'fr', label: 'exactonline.fr' },
          { value: 'es', label: 'exactonline.es' },
          { value: 'co.uk', label: 'exactonline.co.uk' },
          { value: 'com', label: 'exactonline.com' },
        ],
        help: 'The end of the address at which you use Exact Online.',
      },
    ],
    steps: [
      {
        name: 'me',
        url: 'https://start.exactonline.{extension}/api/v1/current/Me',
        method: 'GET',
        captures: [
          { name: 'full_name', path: 'd.results.0.FullName' },
          { name: 'division', path: 'd.results.0.CurrentDivision' },
        ],
        failure: 'passes',
      },
    ],
    account: { capture: 'full_name' },
    api: {
      baseUrl: 'https://start.exactonline.{extension}',
      probe: { url: 'https://start.exactonline.{extension}/api/v1/current/Me' },
    },
    lifetimes: { idle: 2592000 },
  },
};
