import { authorizationExplanations, type ConnectionId, type OrganizationId } from '@latchkey/oauth';
import { noteFailure } from './authorization-sessions.js';
import { lockConnection } from './connection-lock.js';
import type { Database } from './database.js';
import { recordEvent } from './events.js';
import { inTenantSql } from './tenant-scope.js';
import { dropUnconfirmed } from './unconfirmed.js';

const batch = 500;

/**
 * As latchkey_worker: lets go of the grants whose account nobody has confirmed in time, with their events; they are
 * revoking and due then. Gives how many; at most 500 in a round.
 */
export async function reapUnconfirmed(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{
    organization_id: OrganizationId;
    connection_id: ConnectionId;
    details: Readonly<Record<string, string>>;
  }>(
    `SELECT organization_id, connection_id, outcome -> 'details' AS details FROM authorization_session
     WHERE confirm_by <= statement_timestamp() ORDER BY confirm_by LIMIT ${batch}`,
  );
  let dropped = 0;
  for (const row of rows) {
    const where = { organizationId: row.organization_id, connectionId: row.connection_id };
    await inTenantSql(db, where.organizationId, async (client) => {
      // The connection first, as everybody does; whoever answered or began anew meanwhile was quicker.
      if (!(await lockConnection(client, where.organizationId, where.connectionId))) return;
      const late = await client.query(
        `SELECT FROM authorization_session
         WHERE organization_id = $1 AND connection_id = $2 AND confirm_by <= statement_timestamp()`,
        [where.organizationId, where.connectionId],
      );
      if (!late.rowCount) return;
      dropped += await dropUnconfirmed(client, where.organizationId, where.connectionId, 'not_confirmed');
      const details = { ...row.details, cause: 'nobody confirmed the account in time' };
      await noteFailure(client, where, 'not_confirmed', details);
      await recordEvent(client, where, {
        kind: 'authorization_failed',
        reason: 'not_confirmed',
        details: { ...details, explanation: authorizationExplanations.not_confirmed },
      });
    });
  }
  return dropped;
}
