import type { ConnectionId, OrganizationId } from '@latchkey/oauth';
import { createConnections } from '../connections.js';
import type { Database } from '../database.js';
import { exchangeTime, mayStillBring } from '../given-up.js';
import { acrossTenantsSql } from '../tenant-scope.js';

/** What one round erased. */
export interface Erased {
  /** Grants that were made while their owner was being deleted, and had to be let go of. */
  readonly disconnected: number;
  readonly connections: number;
  /** Instances, users, configs, customers and integrations. */
  readonly owners: number;
}

const batch = 500;

/** What connections belong to, with the connection's column that names it. */
const holders = new Map([
  ['connection_config', 'connection_config_id'],
  ['instance', 'instance_id'],
  ['"user"', 'user_id'],
  ['customer', 'customer_id'],
]);

/** In SQL, the connections below what is being deleted in one table. Ends in conditions, to which others can be added. */
const doomed = (table: string) => `FROM ${table} o JOIN connection c
  ON c.organization_id = o.organization_id AND c.${holders.get(table)} = o.id WHERE o.state = 'deleting'`;

/** Owners in the order in which they can go, each with what must be gone before. */
const owners: readonly (readonly [table: string, blockers: readonly string[]])[] = [
  ['instance', ['connection b WHERE b.instance_id = o.id']],
  ['"user"', ['connection b WHERE b.user_id = o.id']],
  [
    'connection_config',
    [
      'connection b WHERE b.connection_config_id = o.id',
      'required_config_variable b WHERE b.connection_config_id = o.id',
    ],
  ],
  [
    'customer',
    [
      'connection b WHERE b.customer_id = o.id',
      'instance b WHERE b.customer_id = o.id',
      '"user" b WHERE b.customer_id = o.id',
    ],
  ],
  ['integration', ['instance b WHERE b.integration_id = o.id', 'connection_config b WHERE b.integration_id = o.id']],
];

/** One look at indexes that hold hardly anything, and are empty nearly always. */
const beingDeletedSql = owners
  .map(([table]) => `SELECT '${table}' AS name WHERE EXISTS (SELECT FROM ${table} WHERE state = 'deleting')`)
  .join(' UNION ALL ');

/**
 * As latchkey_worker: erases what is in the state `deleting` once no grant below it is left to revoke. Safe to repeat
 * and to interrupt; at most 500 connections below each kind of owner in a round.
 */
export async function eraseDeleted(db: Database): Promise<Erased> {
  const { rows } = await db.pool.query<{ name: string }>(beingDeletedSql);
  const tables = rows.map(({ name }) => name);
  const total = { disconnected: 0, connections: 0, owners: 0 };
  // Asked for each table by itself: together they read every connection there is, for the sake of an owner that might be.
  for (const table of tables.filter((name) => holders.has(name))) {
    total.disconnected += await disconnectStragglers(db, table);
    total.connections += await eraseConnections(db, table);
  }
  if (tables.includes('integration'))
    // Its variables keep configs from going, and are of no use without it.
    await db.pool.query(
      `DELETE FROM required_config_variable v USING integration i
       WHERE i.organization_id = v.organization_id AND i.id = v.integration_id AND i.state = 'deleting'`,
    );
  for (const [table, blockers] of owners) {
    if (!tables.includes(table)) continue;
    const free = blockers.map(
      (blocker) => `NOT EXISTS (SELECT FROM ${blocker} AND b.organization_id = o.organization_id)`,
    );
    const { rowCount } = await db.pool.query(
      `DELETE FROM ${table} o WHERE o.state = 'deleting' AND ${free.join(' AND ')}`,
    );
    total.owners += rowCount ?? 0;
  }
  return total;
}

/** A flow that was under way when its owner was deleted may have ended well afterwards. */
async function disconnectStragglers(db: Database, table: string): Promise<number> {
  const { rows } = await db.pool.query<{ organization_id: OrganizationId; id: ConnectionId }>(
    `SELECT c.organization_id, c.id ${doomed(table)} AND c.grant_id IS NOT NULL LIMIT ${batch}`,
  );
  const port = createConnections(db);
  for (const { organization_id, id } of rows)
    await port.disconnect(organization_id, id, { kind: 'disconnect_requested' });
  return rows.length;
}

async function eraseConnections(db: Database, table: string): Promise<number> {
  return acrossTenantsSql(db, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT c.id ${doomed(table)} AND c.grant_id IS NULL
         AND NOT EXISTS (SELECT FROM "grant" g WHERE g.organization_id = c.organization_id AND g.connection_id = c.id
           AND g.state <> 'ended')
         AND NOT EXISTS (SELECT FROM authorization_session s
           WHERE s.organization_id = c.organization_id AND s.connection_id = c.id AND s.consumed_at IS NOT NULL
             AND ${mayStillBring('s.outcome')} AND s.consumed_at > statement_timestamp() - ${exchangeTime})
       LIMIT ${batch} FOR UPDATE OF c SKIP LOCKED`,
    );
    const ids = [rows.map(({ id }) => id)];
    await client.query('UPDATE connection SET revoking_grant_id = NULL WHERE id = ANY ($1)', ids);
    await client.query('DELETE FROM "grant" WHERE connection_id = ANY ($1)', ids);
    await client.query('DELETE FROM connection WHERE id = ANY ($1)', ids);
    return rows.length;
  });
}
