import type { ClientBase } from 'pg';
import { letGoOfGrant } from './grants/let-go.js';

/**
 * A connection lets go of the grant that waits for the person to say whose account it is; its session fails with that
 * error. In the caller's transaction, which holds the connection's lock. Gives how many there were: none or one.
 */
export async function dropUnconfirmed(
  client: ClientBase,
  organizationId: string,
  connectionId: string,
  error: 'superseded' | 'not_confirmed',
): Promise<number> {
  const { rows } = await client.query<{ grant_id: string }>(
    `WITH waiting AS (
       SELECT organization_id, id, unconfirmed_grant_id FROM authorization_session
       WHERE organization_id = $1 AND connection_id = $2 AND confirm_by IS NOT NULL FOR UPDATE)
     UPDATE authorization_session s SET unconfirmed_grant_id = NULL, confirm_by = NULL, outcome = $3::jsonb
     FROM waiting w WHERE s.organization_id = w.organization_id AND s.id = w.id
     RETURNING w.unconfirmed_grant_id AS grant_id`,
    [organizationId, connectionId, JSON.stringify({ kind: 'failed', error, details: {} })],
  );
  for (const { grant_id: grantId } of rows) await letGoOfGrant(client, organizationId, grantId);
  return rows.length;
}
