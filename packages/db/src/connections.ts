import {
  type ConnectionConfigId,
  type ConnectionsPort,
  type Definition,
  type InputDefinition,
  withInputs,
} from '@latchkey/oauth';
import { endPendingSessions, noteFailure } from './authorization-sessions.js';
import { clientOf, liveSecrets } from './clients.js';
import { lockConnection } from './connection-lock.js';
import type { Database } from './database.js';
import { endPendingDevice } from './device-authorizations.js';
import { recordEvent } from './events.js';
import { letGoOfGrant } from './grants/let-go.js';
import { inputDefaults } from './input-defaults.js';
import { secretInputs, secretInputsOf } from './secret-inputs.js';
import { inTenantSql } from './tenant-scope.js';

const toAuthorizeSql = `
SELECT c.connection_config_id, c.environment, cfg.definition, cfg.definition_version, cfg.inputs,
       CASE WHEN cardinality(c.scopes_override) > 0 THEN c.scopes_override ELSE cfg.scopes END AS scopes,
       cl.id AS client_row_id, cl.client_id, ${liveSecrets('cl.organization_id', 'cl.id')},
       coalesce((SELECT jsonb_object_agg(ci.name, ci.value) FROM connection_input ci
         WHERE ci.organization_id = c.organization_id AND ci.connection_id = c.id AND ci.value IS NOT NULL), '{}') AS given,
       ${secretInputs('c.organization_id', 'c.id')}
  FROM connection c
  JOIN connection_config cfg ON cfg.organization_id = c.organization_id AND cfg.id = c.connection_config_id
  LEFT JOIN connection_config_environment env
    ON env.organization_id = c.organization_id AND env.connection_config_id = c.connection_config_id
   AND env.environment = c.environment
  LEFT JOIN client cl
    ON cl.organization_id = c.organization_id
   -- Where each customer brings a client, hosts may be the customer's to choose: never the vendor's client in its place.
   AND cl.id = CASE WHEN cfg.definition #>> '{client,owner}' = 'connection' THEN c.client_row_id ELSE env.client_row_id END
 WHERE c.organization_id = $1 AND c.id = $2 AND cfg.state = 'active'`;

/** Connections on Postgres, under either login. */
export function createConnections(db: Database): ConnectionsPort {
  return {
    async findToAuthorize(organizationId, connectionId) {
      const { rows } = await inTenantSql(db, organizationId, (client) =>
        client.query({ name: 'connection_to_authorize', text: toAuthorizeSql, values: [organizationId, connectionId] }),
      );
      const row = rows[0];
      if (!row) return undefined;
      return {
        connectionConfigId: row.connection_config_id as ConnectionConfigId,
        environment: row.environment,
        // The config's inputs are the definition's and its own, merged when it was saved.
        definition: withInputs(row.definition as Definition, row.inputs as readonly InputDefinition[]),
        definitionVersion: row.definition_version,
        ...(row.client_row_id === null ? {} : { client: clientOf(row.client_row_id, row.client_id, row) }),
        inputs: { ...inputDefaults(row.inputs as readonly InputDefinition[], row.environment), ...row.given },
        secretInputs: secretInputsOf(row),
        scopes: row.scopes,
      };
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
