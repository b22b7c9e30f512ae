import type { ClientAuthentication } from '../provider/definition.js';
import { reveal, type Secret } from '../secret.js';

/** application/x-www-form-urlencoded of one value, as RFC 6749 section 2.3.1 asks before Basic. */
function formEncode(value: string): string {
  return new URLSearchParams({ v: value }).toString().slice(2);
}

/** What authenticating a client adds to a request to the token or revocation endpoint (RFC 6749 section 2.3.1). */
export function authenticateClient(
  method: ClientAuthentication,
  clientId: string,
  clientSecret: Secret | undefined,
): { readonly headers: Readonly<Record<string, string>>; readonly parameters: readonly (readonly [string, string])[] } {
  if (method === 'none' || clientSecret === undefined) return { headers: {}, parameters: [['client_id', clientId]] };
  const text = reveal(clientSecret);
  if (method === 'client_secret_post')
    return {
      headers: {},
      parameters: [
        ['client_id', clientId],
        ['client_secret', text],
      ],
    };
  return {
    headers: { authorization: `Basic ${btoa(`${formEncode(clientId)}:${formEncode(text)}`)}` },
    parameters: [],
  };
}
