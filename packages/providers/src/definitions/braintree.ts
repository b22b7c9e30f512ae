import type { Provider } from '../provider.js';

/**
 * Braintree (live), the payments of PayPal. Its endpoints speak XML, with names that have dashes; a refusal is a code of
 * its own. The callback names the merchant. Its own libraries send no code challenge.
 */
export const braintree: Provider = {
  key: 'braintree',
  definition: {
    name: 'Braintree',
    documentation: 'https://developer.paypal.com/braintree/docs/guides/extend/oauth/access-tokens',
    authorize: { url: 'https://api.braintreegateway.com/oauth/connect', pkce: 'none' },
    scopeSeparator: ',',
    token: {
      url: 'https://api.braintreegateway.com/oauth/access_tokens',
      clientAuthentication: 'client_secret_basic_raw',
      body: 'xml',
      xmlElement: 'credentials',
      headers: { accept: 'application/xml', 'x-apiversion': '6' },
      names: { grant_type: 'grant-type', refresh_token: 'refresh-token' },
      omit: ['redirect_uri'],
      response: {
        format: 'xml',
        accessToken: ['credentials.access-token'],
        refreshToken: ['credentials.refresh-token'],
        expiry: { path: 'credentials.expires-at', kind: 'iso_8601' },
        error: 'api-error-response.errors.credentials.errors.error.code',
        errorDescription: 'api-error-response.message',
      },
    },
    // Invalid grant.
    refresh: { terminalErrors: ['93801'] },
    revoke: {
      url: 'https://api.braintreegateway.com/oauth/revoke_access_token',
      body: 'xml',
      omit: ['token_type_hint'],
      token: 'access_token',
      response: { format: 'xml', success: { path: 'result.success', values: ['true'] } },
    },
    captures: [{ name: 'merchantId', from: 'callback', path: 'merchantId' }],
    scopes: [
      { scope: 'read_write', label: 'Read and change everything of the merchant', need: 'optional' },
      { scope: 'grant_payment_method', label: 'Grant payment methods to other merchants', need: 'optional' },
      { scope: 'shared_vault_transactions', label: 'Charge the payment methods of a shared vault', need: 'optional' },
    ],
    api: { baseUrl: 'https://api.braintreegateway.com' },
  },
};
