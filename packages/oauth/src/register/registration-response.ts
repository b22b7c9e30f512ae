import { plainText, scrubbedText } from '../plain-text.js';
import type { HttpOutcome } from '../ports.js';
import { type Secret, secret } from '../secret.js';
import { parseAnswer } from '../token/answer-body.js';
import { classifyFailure } from '../token/failure-class.js';

/** What became of a client registration request. Messages are for the vendor, scrubbed. */
export type ClientRegistrationAnswer =
  | {
      readonly kind: 'registered';
      readonly clientId: string;
      readonly clientSecret?: Secret;
      /** The client authentication that the server settled on, where it says so. */
      readonly method?: string;
      /** When the secret ends, in seconds since 1970; absent when it does not or is not told. */
      readonly secretExpiresAt?: number;
    }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unavailable'; readonly message: string };

/** Reads the answer to a client registration request (RFC 7591 section 3.2). Total: never throws, whatever was sent. */
export function processClientRegistrationResponse(outcome: HttpOutcome): ClientRegistrationAnswer {
  if (outcome.kind !== 'response')
    return { kind: 'unavailable', message: `the registration was not answered: ${plainText(outcome.cause)}` };
  const body = parseAnswer(outcome.body, 'json');
  const { status } = outcome;
  const { client_id: clientId, client_secret: clientSecret, client_secret_expires_at: end } = body ?? {};
  // What a config takes as a client id: printable ASCII (RFC 6749 appendix A.1).
  if (status >= 200 && status < 300 && typeof clientId === 'string' && /^[\x20-\x7e]{1,1000}$/.test(clientId)) {
    const method = body?.token_endpoint_auth_method;
    return {
      kind: 'registered',
      clientId,
      ...(typeof clientSecret === 'string' && clientSecret !== '' && clientSecret.length <= 10_000
        ? { clientSecret: secret(clientSecret) }
        : {}),
      ...(typeof method === 'string' ? { method: plainText(method) } : {}),
      ...(typeof end === 'number' && end > 0 && end < 1e11 ? { secretExpiresAt: Math.floor(end) } : {}),
    };
  }
  const error = typeof body?.error === 'string' ? body.error.slice(0, 64) : undefined;
  const description = typeof body?.error_description === 'string' ? `: ${scrubbedText(body.error_description)}` : '';
  const said = error === undefined ? `status ${status}` : `${scrubbedText(error)} (status ${status})${description}`;
  const isLater = status > 299 && status !== 403 && ['later', 'ambiguous'].includes(classifyFailure(status, error, []));
  return isLater
    ? { kind: 'unavailable', message: `the registration cannot be answered now: ${said}` }
    : { kind: 'refused', message: `the registration was refused: ${said}` };
}
