import type { RequestClient, RequestValues } from './request-values.js';

/**
 * The same values with the client's next secret, when there is one and the answer is `invalid_client`: such an answer
 * means that the client was refused before anything was done (RFC 6749 section 5.2), so that code and refresh token are
 * unspent and may be sent once more. Any other answer may have spent them.
 */
export function withNextSecret<Values extends RequestValues>(
  values: Values,
  answer: { readonly kind: string; readonly error?: string; readonly cause?: string },
): Values | undefined {
  const { clientId, nextSecret } = values.client;
  if (!nextSecret || answer.kind === 'tokens' || (answer.error ?? answer.cause) !== 'invalid_client') return undefined;
  const client: RequestClient = { clientId, clientSecret: nextSecret };
  return { ...values, client };
}
