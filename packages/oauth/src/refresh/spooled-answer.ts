import type { GrantEnds } from '../connection/stored-grant.js';
import type { ConnectionId, GrantId } from '../ids.js';
import { reveal, type Secret, secret } from '../secret.js';
import { parseTokenSet, serializeTokenSet, type TokenSet } from '../token/token-set.js';
import type { SpoolName } from './spool-port.js';

/** An answer on its way through the spool. */
export interface SpooledAnswer {
  readonly connectionId: ConnectionId;
  readonly grantId: GrantId;
  /** The fence of its store. */
  readonly generation: number;
  readonly tokens: TokenSet;
  readonly hasRefreshToken: 'yes' | 'no';
  /** Counted from `sentAtMs`. */
  readonly expiresInSeconds?: number;
  readonly ends?: GrantEnds;
  /** When its request was sent, and when it is due, by the wall clock of the process that received it. */
  readonly sentAtMs: number;
  readonly dueAtMs?: number;
  readonly grantedScopes?: readonly string[];
}

/** What a spooled answer is sealed for. */
export function spoolPurpose({ organizationId, attemptId }: SpoolName) {
  return { organizationId, row: attemptId, field: 'spool.answer' } as const;
}

/** The text that the vault seals. */
export function serializeSpooledAnswer({ tokens, ...rest }: SpooledAnswer): Secret {
  return secret(JSON.stringify({ ...rest, token_set: reveal(serializeTokenSet(tokens)) }));
}

/** Reads what serializeSpooledAnswer wrote; throws a TypeError on anything else. */
export function parseSpooledAnswer(serialized: Secret): SpooledAnswer {
  const read = JSON.parse(reveal(serialized)) as SpooledAnswer & { readonly token_set: unknown };
  const { token_set, ...rest } = read;
  if (typeof token_set !== 'string' || typeof rest.generation !== 'number' || typeof rest.sentAtMs !== 'number')
    throw new TypeError('the sealed value is not a spooled answer');
  return { ...rest, tokens: parseTokenSet(secret(token_set)) };
}
