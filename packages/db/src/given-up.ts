import type { ClientBase } from 'pg';

/**
 * As JSON, the outcome of a session that was cancelled while its code was being redeemed: the answer may still come, and
 * its tokens are to be revoked then.
 */
export const givenUp = '{"kind": "failed", "error": "superseded", "details": {"exchange": "under way"}}';
const revoked = '{"kind": "failed", "error": "superseded", "details": {"exchange": "given up"}}';

/** In SQL, what became of a given-up exchange. The name of the error counts too: a provider's may bring any detail. */
const exchangeOf = (outcome: string) =>
  `CASE WHEN ${outcome} ->> 'error' = 'superseded' THEN ${outcome} #>> '{details,exchange}' END`;

/**
 * In SQL, a code that is being exchanged brings tokens, which are stored before they can be revoked; it is tried for a quarter
 * of an hour (`takeoverMax`). A process that ended in the middle leaves nothing after that.
 */
export const exchangeTime = "interval '16 minutes'";

/** In SQL, whether the tokens of a session that was taken may still come. */
export const mayStillBring = (outcome: string) => `(${outcome} IS NULL OR (${exchangeOf(outcome)}) = 'under way')`;

/**
 * Whether what a session's exchange brought is wanted no more: it was cancelled meanwhile, or a session that began later
 * has connected already. Locks the session, and tells it so.
 */
export async function isOvertaken(
  client: ClientBase,
  session: { readonly organizationId: string; readonly authorizationSessionId: string },
  currentGrantId: string | null,
): Promise<boolean> {
  const { organizationId, authorizationSessionId } = session;
  const { rows } = await client.query<{ is_cancelled: boolean; is_older: boolean }>(
    `SELECT (${exchangeOf('s.outcome')}) IS NOT NULL AS is_cancelled, EXISTS (
         SELECT FROM "grant" g JOIN authorization_session n
           ON n.organization_id = g.organization_id AND n.id = g.authorization_session_id
         WHERE g.organization_id = $1 AND g.id = $3 AND n.created_at > s.created_at) AS is_older
       FROM authorization_session s WHERE s.organization_id = $1 AND s.id = $2 FOR UPDATE OF s`,
    [organizationId, authorizationSessionId, currentGrantId],
  );
  if (!rows[0]?.is_cancelled && !rows[0]?.is_older) return false;
  await client.query('UPDATE authorization_session SET outcome = $3 WHERE organization_id = $1 AND id = $2', [
    ...[organizationId, authorizationSessionId, revoked],
  ]);
  return true;
}
