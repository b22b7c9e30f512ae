import type { ConnectionsPort } from '@latchkey/oauth';
import { endPendingSessions, noteFailure } from './authorization-sessions.js';
import { lockConnection } from './connection-lock.js';
import { connectionsToAuthorize } from './connections-to-authorize.js';
import type { Database } from './database.js';
import { endPendingDevice } from './device-authorizations.js';
import { recordEvent } from './events.js';
import { letGoOfGrant } from './grants/let-go.js';
import { inTenantSql } from './tenant-scope.js';

/** Connections on Postgres, under either login. */
export function createConnections(db: Database): ConnectionsPort {
  return {
    async findToAuthorize(organizationId, connectionId) {
      const found = await connectionsToAuthorize(db, organizationId, [connectionId]);
      return found.get(connectionId);
    },

    async recordFailure(organizationId, connectionId, { error, details }, event) {
      await inTenantSql(db, organizationId, async (client) => {
        // Deleted meanwhile: there is no log to write to any more.
        if (!(await lockConnection(client, organizationId, connectionId))) return;
        await noteFailure(client, { organizationId, connectionId }, error, details);
        await recordEvent(client, { organizationId, connectionId }, event);
      });
    },

    async disconnect(organizationId, connectionId, event) {
      return inTenantSql(db, organizationId, async (client) => {
        const connection = await lockConnection(client, organizationId, connectionId);
        if (!connection) return 'not_found';
        await endPendingSessions(client, organizationId, connectionId, 'cancelled');
        await endPendingDevice(client, organizationId, connectionId, 'cancelled');
        if (connection.status === 'disconnecting') return 'disconnecting';
        if (connection.grant_id === null) return 'not_connected';
        await client.query(
          `UPDATE connection SET status = 'disconnecting', reason = NULL, status_changed_at = statement_timestamp(),
             grant_id = NULL, revoking_grant_id = grant_id
           WHERE organization_id = $1 AND id = $2`,
          [organizationId, connectionId],
        );
        await letGoOfGrant(client, organizationId, connection.grant_id);
        await recordEvent(client, { organizationId, connectionId }, event);
        return 'disconnecting';
      });
    },
  };
}
