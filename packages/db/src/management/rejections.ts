import type { AuthorizationServer, GrantTerms } from '@latchkey/oauth';
import { recordEventInTransaction } from '../events.js';
import type { TenantTransaction } from '../tenant-scope.js';

/** How the API of a connection's grant says that a token is no longer accepted; `undefined` when nothing is held. */
export async function readFrozenApi(
  tx: TenantTransaction,
  organizationId: string,
  connectionId: string,
): Promise<{ readonly api?: NonNullable<AuthorizationServer['api']> } | undefined> {
  const connection = await tx.connection.findUnique({
    where: { organizationId_id: { organizationId, id: connectionId } },
    select: { grant: { select: { terms: true } } },
  });
  if (!connection?.grant) return undefined;
  const { api } = (connection.grant.terms as unknown as GrantTerms).server;
  return api ? { api } : {};
}

/**
 * A token that the API no longer accepts is renewed at once, however long it should have lived. One that was stored within
 * the last minute is left alone: then it is not its age, and asking again and again would spend grants. `due` leaves a line
 * in the connection's log.
 */
export async function rejectAccessToken(
  tx: TenantTransaction,
  organizationId: string,
  connectionId: string,
  actor: string,
): Promise<'due' | 'left_alone'> {
  const updated = await tx.$executeRaw`
    UPDATE grant_clock k SET due_at = statement_timestamp(), due_reason = 'forced'
      FROM connection c
    WHERE c.organization_id = ${organizationId}::uuid AND c.id = ${connectionId}::uuid
      AND k.organization_id = c.organization_id AND k.grant_id = c.grant_id AND k.duty = 'refresh'
      AND k.has_refresh_token AND k.refreshed_at < statement_timestamp() - interval '1 minute'
      AND k.attempt_id IS NULL AND k.attempts = 0 AND NOT k.is_ambiguous AND NOT k.is_refusal_unconfirmed`;
  if (updated === 0) return 'left_alone';
  await recordEventInTransaction(tx, { organizationId, connectionId }, { kind: 'access_token_rejected', actor });
  return 'due';
}
