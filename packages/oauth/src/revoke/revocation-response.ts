import type { HttpOutcome } from '../ports.js';
import type { ResponseDefinition } from '../provider/definition.js';
import { parseAnswer } from '../token/answer-body.js';
import { valueAt } from '../token/answer-path.js';
import { saysSuccess } from '../token/answer-success.js';

export type RevocationAnswer =
  | { readonly kind: 'revoked' }
  /** This kind of token cannot be revoked there (RFC 7009 section 2.2.1). */
  | { readonly kind: 'unsupported_token_type' }
  | { readonly kind: 'failed'; readonly status?: number; readonly cause: string };

/**
 * Reads a revocation endpoint's answer (RFC 7009 section 2.2): any 2xx is success unless the definition says what a
 * success holds, and so is an answer that says that the token is already gone. Total: never throws.
 */
export function processRevocationResponse(outcome: HttpOutcome, response: ResponseDefinition = {}): RevocationAnswer {
  if (outcome.kind !== 'response') return { kind: 'failed', cause: outcome.cause };
  const { status } = outcome;
  const body = parseAnswer(outcome.body, response.format ?? 'json');
  if (status >= 200 && status < 300 && saysSuccess(body, response)) return { kind: 'revoked' };
  const told = valueAt(body, response.error ?? 'error');
  const error = typeof told === 'string' && /^[a-z_]{1,64}$/.test(told) ? told : undefined;
  if (error === 'invalid_token' || error === 'invalid_grant') return { kind: 'revoked' };
  if (error === 'unsupported_token_type') return { kind: 'unsupported_token_type' };
  return { kind: 'failed', status, cause: error ?? `status ${status}` };
}
