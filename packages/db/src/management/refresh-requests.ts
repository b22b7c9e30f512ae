import type { TenantTransaction } from '../tenant-scope.js';

export type RefreshRequest =
  /** The grant is due now: the worker takes it at its next tick. */
  | { readonly kind: 'due' }
  /** A refresh is under way, or the next one has to wait (RELIABILITY, rules 7 and 8). */
  | { readonly kind: 'under_way' }
  | { readonly kind: 'no_refresh_token' }
  | { readonly kind: 'not_connected' };

/**
 * Makes a connection's grant due now. The intent is a column, so it outlives every process; the claim, the fence and
 * the error policy are those of any other refresh. An ambiguous or unconfirmed answer keeps the wait that protects it.
 */
export async function requestRefresh(
  tx: TenantTransaction,
  organizationId: string,
  connectionId: string,
): Promise<RefreshRequest> {
  const connection = await tx.connection.findUnique({
    where: { organizationId_id: { organizationId, id: connectionId } },
    select: { grantId: true, grant: { select: { clock: { select: { hasRefreshToken: true } } } } },
  });
  if (!connection?.grantId) return { kind: 'not_connected' };
  if (connection.grant?.clock?.hasRefreshToken === false) return { kind: 'no_refresh_token' };
  const updated = await tx.$executeRaw`
    UPDATE grant_clock SET due_at = statement_timestamp(), due_reason = 'forced'
    WHERE organization_id = ${organizationId}::uuid AND grant_id = ${connection.grantId}::uuid AND duty = 'refresh'
      AND attempt_id IS NULL AND NOT is_ambiguous AND NOT is_refusal_unconfirmed`;
  return { kind: updated === 1 ? 'due' : 'under_way' };
}
