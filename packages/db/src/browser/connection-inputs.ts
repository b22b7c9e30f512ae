import type { ConnectionId, InputDefinition, OrganizationId, Sealed } from '@latchkey/oauth';
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

/** Saves values of a connection's inputs, by name, in one transaction. */
export async function saveConnectionInputs(
  db: Database,
  organizationId: OrganizationId,
  connectionId: ConnectionId,
  changes: Readonly<Record<string, InputChange>>,
): Promise<void> {
  await inTenantSql(db, organizationId, async (client) => {
    for (const [name, change] of Object.entries(changes)) {
      if (change.kind === 'removed')
        await client.query(
          'DELETE FROM connection_input WHERE organization_id = $1 AND connection_id = $2 AND name = $3',
          [organizationId, connectionId, name],
        );
      else
        await client.query(
          `INSERT INTO connection_input (organization_id, connection_id, name, value, sealed) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (organization_id, connection_id, name)
           DO UPDATE SET value = excluded.value, sealed = excluded.sealed, updated_at = now()`,
          [
            organizationId,
            connectionId,
            name,
            change.kind === 'text' ? change.value : null,
            change.kind === 'sealed' ? change.sealed.envelope : null,
          ],
        );
    }
  });
}
