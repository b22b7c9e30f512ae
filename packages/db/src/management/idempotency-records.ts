import type { TenantTransaction } from '../tenant-scope.js';

/** What became of a request that carries an idempotency key. */
export type IdempotencyClaim =
  /** The first: do the work in this transaction, then settle. */
  | { readonly kind: 'first' }
  /** The same request was done: answer what it made. */
  | { readonly kind: 'repeated'; readonly resourceId: string }
  /** The key belongs to another request. */
  | { readonly kind: 'different' };

/** Whose idempotency keys they are: no API key can take those of another one. */
export interface IdempotencyCaller {
  readonly organizationId: string;
  readonly apiKeyId: string;
}

const keptHours = 24;

/**
 * Claims an idempotency key of an API key in the transaction of the change, so that both are kept or neither is. A concurrent repeat
 * waits here until the first one's transaction has ended.
 */
export async function claimIdempotencyKey(
  tx: TenantTransaction,
  { organizationId, apiKeyId }: IdempotencyCaller,
  key: string,
  requestHash: Uint8Array,
): Promise<IdempotencyClaim> {
  await tx.$executeRaw`
    DELETE FROM idempotency_record
    WHERE organization_id = ${organizationId}::uuid AND api_key_id = ${apiKeyId}::uuid AND key = ${key}
      AND expires_at < statement_timestamp()`;
  const inserted = await tx.$executeRaw`
    INSERT INTO idempotency_record (organization_id, api_key_id, key, request_hash, expires_at)
    VALUES (${organizationId}::uuid, ${apiKeyId}::uuid, ${key}, ${requestHash},
      statement_timestamp() + make_interval(hours => ${keptHours}::integer))
    ON CONFLICT DO NOTHING`;
  if (inserted === 1) return { kind: 'first' };
  const record = await tx.idempotencyRecord.findUnique({
    where: { organizationId_apiKeyId_key: { organizationId, apiKeyId, key } },
  });
  if (!record?.resourceId || !Buffer.from(record.requestHash).equals(Buffer.from(requestHash)))
    return { kind: 'different' };
  return { kind: 'repeated', resourceId: record.resourceId };
}

/** Notes what the first request made. */
export async function settleIdempotencyKey(
  tx: TenantTransaction,
  { organizationId, apiKeyId }: IdempotencyCaller,
  key: string,
  made: { readonly resourceId: string; readonly status: number },
): Promise<void> {
  await tx.idempotencyRecord.update({
    where: { organizationId_apiKeyId_key: { organizationId, apiKeyId, key } },
    data: { resourceId: made.resourceId, status: made.status },
  });
}
