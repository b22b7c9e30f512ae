import { createHash } from 'node:crypto';
import { inTenant, type TenantTransaction } from '@latchkey/db';
import {
  type Actor,
  claimIdempotencyKey,
  isOtherChangeBetween,
  isUniqueViolation,
  recordAuditEvent,
  settleIdempotencyKey,
} from '@latchkey/db/management';
import type { IdKind } from '@latchkey/oauth';
import type { KeyedRequest } from './api.js';
import type { ApiDeps } from './api-deps.js';
import { notFound, Problem } from './errors.js';
import { peerAddress } from './peer-address.js';

/** What a change did. */
export interface Done<Result> {
  /** The row that was made or changed. */
  readonly id: string;
  readonly result: Result;
  /** What `id` is, for the audit record; the action's noun, unless said otherwise. */
  readonly targetKind?: IdKind;
  /** For the audit record: names and values that are no secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface Change<Result> {
  /** Noun and verb for the audit record, as `customer.created`; `unaudited` for reports that have a log of their own. */
  readonly action: `${string}.${string}` | 'unaudited';
  /**
   * Everything that is written, in one transaction with the audit event and the idempotency record; called once more when
   * that was given up for another's.
   */
  work(tx: TenantTransaction): Promise<Done<Result>>;
  /** For POSTs: the answer to an equal request that comes again, read anew; `secret`: it cannot be told twice. */
  readonly repeat?: 'secret' | ((tx: TenantTransaction, id: string) => Promise<Result | undefined>);
  /** The field whose value must be unique, with the message when it is not. */
  readonly unique?: { readonly field: string; readonly message: string };
}

/** Two changes at once may each hold a row that the other wants, or one delete what the other has read. */
const mostTries = 3;

/** Makes one change on behalf of the request's key; throws a Problem when it is refused, and nothing is kept then. */
export async function makeChange<Result>(
  deps: Pick<ApiDeps, 'db'>,
  request: KeyedRequest,
  change: Change<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries++)
    try {
      return await tryChange(deps, request, change);
    } catch (error) {
      if (tries === mostTries || !isOtherChangeBetween(error)) throw error;
    }
}

async function tryChange<Result>(
  deps: Pick<ApiDeps, 'db'>,
  request: KeyedRequest,
  change: Change<Result>,
): Promise<Result> {
  const { organizationId, id: apiKeyId } = request.apiKey;
  const caller = { organizationId, apiKeyId };
  const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined;
  try {
    return await inTenant(deps.db, request.apiKey, async (tx) => {
      if (typeof key === 'string') {
        const claim = await claimIdempotencyKey(tx, caller, key, requestHash(request));
        if (claim.kind === 'different')
          throw new Problem('idempotency_key_reused', {
            detail: 'Use a new Idempotency-Key for a request with another path or body.',
          });
        if (claim.kind === 'repeated') return await repeated(tx, change, claim.resourceId);
      }
      const done = await change.work(tx);
      if (change.action !== 'unaudited')
        await recordAuditEvent(tx, organizationId, actorOf(request), {
          action: change.action,
          targetKind: done.targetKind ?? (change.action.split('.')[0] as string),
          targetId: done.id,
          ...(done.details ? { details: done.details } : {}),
        });
      if (typeof key === 'string') await settleIdempotencyKey(tx, caller, key, { resourceId: done.id, status: 201 });
      return done.result;
    });
  } catch (error) {
    if (change.unique && isUniqueViolation(error)) {
      const { field, message } = change.unique;
      throw new Problem('conflict', { errors: [{ field, messages: [message] }] });
    }
    throw error;
  }
}

/** Who acts, for the audit record and the connection log. */
export function actorOf(request: KeyedRequest): Actor {
  const { id, name } = request.apiKey;
  const ip = peerAddress(request);
  return { kind: 'api_key', id, name, ...(ip === undefined ? {} : { ip }) };
}

async function repeated<Result>(tx: TenantTransaction, change: Change<Result>, id: string): Promise<Result> {
  if (change.repeat === undefined || change.repeat === 'secret')
    throw new Problem('idempotent_repeat_of_secret', {
      detail: 'Use a new Idempotency-Key to do it once more.',
    });
  const result = await change.repeat(tx, id);
  if (result === undefined) throw notFound('resource that the first request made');
  return result;
}

function requestHash(request: KeyedRequest): Uint8Array {
  const parts = [request.method, request.url, JSON.stringify(request.body ?? null)];
  return createHash('sha256').update(parts.join('\n')).digest();
}
