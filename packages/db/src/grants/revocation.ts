import type { ConnectionEvent, RevocationClaim, RevocationOutcome } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { recordEvent } from '../events.js';
import { inTenantSql } from '../tenant-scope.js';
import { secondsOf } from './clock-values.js';

/**
 * Ends a revoked grant: clock and tokens are deleted, the grant's row stays as history. Fenced by generation and
 * attempt: when a late refresh stored newer tokens, or somebody took over, nothing is done and the grant stays due.
 */
export async function endRevokedGrant(
  db: Database,
  claim: RevocationClaim,
  outcome: RevocationOutcome,
  event: ConnectionEvent,
): Promise<void> {
  const { organizationId, grantId, connectionId } = claim;
  await inTenantSql(
    db,
    organizationId,
    async (client) => {
      const { rowCount } = await client.query(
        'DELETE FROM grant_clock WHERE organization_id = $1 AND grant_id = $2 AND generation = $3 AND attempt_id = $4',
        [organizationId, grantId, claim.generation, claim.attemptId],
      );
      if (!rowCount) return;
      await client.query('DELETE FROM grant_token WHERE organization_id = $1 AND grant_id = $2', [
        organizationId,
        grantId,
      ]);
      await client.query('DELETE FROM grant_alternate WHERE organization_id = $1 AND grant_id = $2', [
        organizationId,
        grantId,
      ]);
      await client.query(
        `UPDATE "grant" SET state = 'ended', ended_at = statement_timestamp(), revocation_outcome = $3
         WHERE organization_id = $1 AND id = $2`,
        [organizationId, grantId, outcome],
      );
      // A connection that was connected again meanwhile waits for nothing.
      const waiting = await client.query(
        `UPDATE connection SET status = 'pending', reason = NULL, status_changed_at = statement_timestamp(),
           revoking_grant_id = NULL, last_revocation_outcome = $4, last_revocation_at = statement_timestamp()
         WHERE organization_id = $1 AND id = $2 AND revoking_grant_id = $3`,
        [organizationId, connectionId, grantId, outcome],
      );
      if (waiting.rowCount) await recordEvent(client, { organizationId, connectionId }, event);
    },
    'synchronous',
  );
}

/** Closes a revocation's attempt until it is due again; fenced by generation and attempt. */
export async function retryRevocationLater(db: Database, claim: RevocationClaim, dueInMs: number): Promise<void> {
  await inTenantSql(db, claim.organizationId, (client) =>
    client.query(
      `UPDATE grant_clock SET attempt_id = NULL, attempt_holder = NULL, takeover_at = NULL,
         due_at = statement_timestamp() + make_interval(secs => $5), due_reason = 'revoke',
         failing_since = coalesce(failing_since, statement_timestamp())
       WHERE organization_id = $1 AND grant_id = $2 AND generation = $3 AND attempt_id = $4`,
      [claim.organizationId, claim.grantId, claim.generation, claim.attemptId, secondsOf(dueInMs)],
    ),
  );
}
