import type { ConnectionId, InputDefinition, OrganizationId, Sealed } from '@latchkey/oauth';
import { type Actor, recordAudit } from '../audit.js';
import type { Database } from '../database.js';
import { inTenantSql } from '../tenant-scope.js';

/** One input's new value: a text, a sealed secret, or none (taken away). */
export type InputChange =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'sealed'; readonly sealed: Sealed }
  | { readonly kind: 'removed' };

/** The input definitions of a connection's config; `undefined` when there is no such connection. */
export async function readInputDefinitions(
  db: Database,
  organizationId: OrganizationId,
  connectionId: ConnectionId,
): Promise<readonly InputDefinition[] | undefined> {
  return await inTenantSql(db, organizationId, async (client) => {
    const { rows } = await client.query<{ inputs: readonly InputDefinition[] }>(
      `SELECT cfg.inputs FROM connection c
         JOIN connection_config cfg ON cfg.organization_id = c.organization_id AND cfg.id = c.connection_config_id
        WHERE c.organization_id = $1 AND c.id = $2`,
      [organizationId, connectionId],
    );
    return rows[0]?.inputs;
  });
}

/** Saves values of a connection's inputs, by name, with an audit event that names those that changed, in one transaction. */
export async function saveConnectionInputs(
  db: Database,
  organizationId: OrganizationId,
  connectionId: ConnectionId,
  changes: Readonly<Record<string, InputChange>>,
  by: Actor,
): Promise<void> {
  await inTenantSql(db, organizationId, async (client) => {
    const changed: string[] = [];
    for (const [name, change] of Object.entries(changes)) {
      const place = [organizationId, connectionId, name];
      const { rowCount } =
        change.kind === 'removed'
          ? await client.query(removeSql, place)
          : await client.query(saveSql, [
              ...place,
              change.kind === 'text' ? change.value : null,
              change.kind === 'sealed' ? change.sealed.envelope : null,
            ]);
      if (rowCount) changed.push(name);
    }
    if (changed.length === 0) return;
    const details = { inputs: changed };
    const act = { action: 'connection.updated', targetKind: 'connection', targetId: connectionId, details };
    await recordAudit(client, organizationId, by, act);
  });
}

const removeSql = 'DELETE FROM connection_input WHERE organization_id = $1 AND connection_id = $2 AND name = $3';

// A form sends all of its values: those that are as they were leave no trace. Sealed ones cannot be compared.
const saveSql = `
INSERT INTO connection_input AS i (organization_id, connection_id, name, value, sealed) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (organization_id, connection_id, name)
  DO UPDATE SET value = excluded.value, sealed = excluded.sealed, updated_at = now()
  WHERE i.value IS DISTINCT FROM excluded.value OR excluded.sealed IS NOT NULL`;
