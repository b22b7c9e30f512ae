import type { HttpOutcome } from '../ports.js';

export type RevocationAnswer =
  | { readonly kind: 'revoked' }
  /** This kind of token cannot be revoked there (RFC 7009 section 2.2.1). */
  | { readonly kind: 'unsupported_token_type' }
  | { readonly kind: 'failed'; readonly status?: number; readonly cause: string };

/**
 * Reads a revocation endpoint's answer (RFC 7009 section 2.2): any 2xx is success, and so is an answer that says that
 * the token is already gone. Total: never throws.
 */
export function processRevocationResponse(outcome: HttpOutcome): RevocationAnswer {
  if (outcome.kind !== 'response') return { kind: 'failed', cause: outcome.cause };
  const { status, body } = outcome;
  if (status >= 200 && status < 300) return { kind: 'revoked' };
  const error = /"error"\s*:\s*"([a-z_]{1,64})"/.exec(body)?.[1];
  if (error === 'invalid_token' || error === 'invalid_grant') return { kind: 'revoked' };
  if (error === 'unsupported_token_type') return { kind: 'unsupported_token_type' };
  return { kind: 'failed', status, cause: error ?? `status ${status}` };
}
