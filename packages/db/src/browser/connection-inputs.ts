import type { ConnectionId, InputDefinition, OrganizationId, Sealed } from '@latchkey/oauth';
import { type Actor, auditRow } from '../audit.js';
import type { Database } from '../database.js';
import { inTenantSql, type TenantTransaction } from '../tenant-scope.js';

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

/** Saves values of a connection's inputs, by name, with an audit event that names those that changed, if any did. */
export async function saveConnectionInputs(
  tx: TenantTransaction,
  organizationId: string,
  connectionId: ConnectionId,
  changes: Readonly<Record<string, InputChange>>,
  by: Actor,
): Promise<void> {
  const changed: string[] = [];
  for (const [name, change] of Object.entries(changes))
    if ((await save(tx, { organizationId, connectionId, name }, change)) > 0) changed.push(name);
  if (changed.length === 0) return;
  const details = { inputs: changed };
  const act = { action: 'connection.updated', targetKind: 'connection', targetId: connectionId, details };
  await tx.auditEvent.createMany({ data: auditRow(organizationId, by, act) });
}

/** How many rows changed. A form sends all of its values: those that are as they were leave no trace; sealed ones cannot be compared. */
async function save(
  tx: TenantTransaction,
  place: { readonly organizationId: string; readonly connectionId: string; readonly name: string },
  change: InputChange,
): Promise<number> {
  const { organizationId, connectionId, name } = place;
  if (change.kind === 'removed') return (await tx.connectionInput.deleteMany({ where: place })).count;
  const value = change.kind === 'text' ? change.value : null;
  const sealed = change.kind === 'sealed' ? Uint8Array.from(change.sealed.envelope) : null;
  return await tx.$executeRaw`
    INSERT INTO connection_input AS i (organization_id, connection_id, name, value, sealed)
    VALUES (${organizationId}::uuid, ${connectionId}::uuid, ${name}, ${value}::text, ${sealed}::bytea)
    ON CONFLICT (organization_id, connection_id, name)
      DO UPDATE SET value = excluded.value, sealed = excluded.sealed, updated_at = now()
      WHERE i.value IS DISTINCT FROM excluded.value OR excluded.sealed IS NOT NULL`;
}
