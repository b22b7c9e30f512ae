import type { ConnectionId, OrganizationId } from '@latchkey/oauth';
import { noteFailure } from './authorization-sessions.js';
import { lockConnection } from './connection-lock.js';
import type { Database } from './database.js';
import { endedDeviceColumns } from './device-authorizations.js';
import { recordEvent } from './events.js';
import { inTenantSql } from './tenant-scope.js';

const batch = 500;

/** A poll that is under way may still bring tokens. */
const isOver = `ended_how IS NULL AND expires_at <= statement_timestamp()
  AND (attempt_id IS NULL OR takeover_at <= statement_timestamp())`;

/**
 * As latchkey_worker: ends device authorizations whose time is over, as soon as nobody polls for them, with their events;
 * deletes ended ones a day later. At most 500 of each: call it again while it ends some.
 */
export async function reapDevices(db: Database): Promise<{ readonly expired: number; readonly deleted: number }> {
  const { rows } = await db.pool.query<{ organization_id: OrganizationId; connection_id: ConnectionId; id: string }>(
    `SELECT organization_id, connection_id, id FROM device_authorization
     WHERE ${isOver} ORDER BY expires_at LIMIT ${batch}`,
  );
  let expired = 0;
  for (const { organization_id: organizationId, connection_id: connectionId, id } of rows)
    await inTenantSql(db, organizationId, async (client) => {
      // The connection first, as everywhere.
      if (!(await lockConnection(client, organizationId, connectionId))) return;
      const { rowCount } = await client.query(
        `UPDATE device_authorization SET ended_how = 'expired', ${endedDeviceColumns}
         WHERE organization_id = $1 AND id = $2 AND ${isOver}`,
        [organizationId, id],
      );
      if (!rowCount) return;
      expired++;
      const where = { organizationId, connectionId };
      await noteFailure(client, where, 'expired', {});
      await recordEvent(client, where, { kind: 'authorization_failed', reason: 'expired' });
    });
  const { rowCount } = await db.pool.query(
    `DELETE FROM device_authorization WHERE (organization_id, id) IN (
       SELECT organization_id, id FROM device_authorization
       WHERE ended_how IS NOT NULL AND expires_at < statement_timestamp() - interval '1 day'
       LIMIT ${batch} FOR UPDATE SKIP LOCKED)`,
  );
  return { expired, deleted: rowCount ?? 0 };
}
