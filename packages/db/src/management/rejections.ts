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

/** What becomes of a token that its holder calls rejected. */
export type Rejection =
  /** It counts as ended, and is refreshed by whoever comes first: a reader or the worker. */
  | 'refreshing'
  /** A newer one is there. */
  | 'superseded'
  /** The two before it were rejected while they were fresh, and so is this: nothing is spent. */
  | 'rejected_after_refresh';

/** A token that is rejected sooner than this was fresh. */
const freshFor = '10 minutes';

const mostInARow = 2;

/**
 * Ends exactly the access token of one generation, so that nobody is given it again, and makes its grant due. Saying it
 * twice of one token counts once. A refresh that is under way, or that has to wait, is left to go its way.
 */
export async function endRejectedToken(
  tx: TenantTransaction,
  organizationId: string,
  connectionId: string,
  token: { readonly generation: number; readonly actor: string },
): Promise<Rejection> {
  const { generation, actor } = token;
  // The clock of now: who says it at the same time waits here, and began before the first one ended the token.
  const [clock] = await tx.$queryRaw<{ grant_id: string; is_ended: boolean; is_last: boolean }[]>`
    SELECT k.grant_id::text, coalesce(k.expires_at <= clock_timestamp(), false) AS is_ended,
           k.rejections >= ${mostInARow} AND k.refreshed_at > statement_timestamp() - ${freshFor}::interval AS is_last
      FROM connection c JOIN grant_clock k ON k.organization_id = c.organization_id AND k.grant_id = c.grant_id
     WHERE c.organization_id = ${organizationId}::uuid AND c.id = ${connectionId}::uuid
       AND k.duty = 'refresh' AND k.generation = ${generation}
       FOR NO KEY UPDATE OF k`;
  if (!clock) return 'superseded';
  if (clock.is_ended) return 'refreshing';
  if (clock.is_last) return 'rejected_after_refresh';
  await tx.$executeRaw`
    UPDATE grant_clock SET expires_at = statement_timestamp(),
      rejections = CASE WHEN refreshed_at > statement_timestamp() - ${freshFor}::interval THEN rejections + 1 ELSE 1 END,
      due_at = CASE WHEN attempts = 0 OR due_at IS NULL THEN statement_timestamp() ELSE due_at END,
      due_reason = CASE WHEN attempts = 0 OR due_at IS NULL THEN 'forced' ELSE due_reason END
    WHERE organization_id = ${organizationId}::uuid AND grant_id = ${clock.grant_id}::uuid`;
  await recordEventInTransaction(tx, { organizationId, connectionId }, { kind: 'access_token_rejected', actor });
  return 'refreshing';
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
