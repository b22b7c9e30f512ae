import type { Provider } from '../provider.js';

/** BambooHR: each company has its own address, where one script serves every request by a parameter named `request`. */
export const bamboohr: Provider = {
  key: 'bamboohr',
  definition: {
    name: 'BambooHR',
    documentation: 'https://documentation.bamboohr.com/docs/getting-started#oauth-flow',
    authorize: { url: 'https://{subdomain}.bamboohr.com/authorize.php?request=authorize' },
    token: {
      url: 'https://{subdomain}.bamboohr.com/token.php?request=token',
      body: 'json',
      clientAuthentication: 'client_secret_post',
    },
    inputs: [
      {
        name: 'subdomain',
        label: 'BambooHR subdomain',
        type: 'text',
        visibility: 'customer',
        required: true,
        help: 'The part before .bamboohr.com in the address of your BambooHR.',
      },
    ],
    scopes: [{ scope: 'offline_access', label: 'Stay connected while nobody is signed in', need: 'required' }],
    api: { baseUrl: 'https://api.bamboohr.com/api/gateway.php/{subdomain}' },
  },
};
