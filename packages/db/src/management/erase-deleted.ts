import type { ConnectionId, OrganizationId } from '@latchkey/oauth';
import { createConnections } from '../connections.js';
import type { Database } from '../database.js';
import { mayStillBring } from '../given-up.js';
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

/**
 * A code that is being exchanged brings tokens, which are stored before they can be revoked; it is tried for a quarter of
 * an hour (`takeoverMax`). A process that ended in the middle leaves nothing after that.
 */
const exchangeTime = "interval '16 minutes'";

/** Connections whose owner or config is being deleted; each arm starts at an index that holds hardly anything. */
const doomed = ['connection_config', 'instance', '"user"', 'customer']
  .map(
    (owner) => `SELECT c.organization_id, c.id FROM ${owner} o JOIN connection c
      ON c.organization_id = o.organization_id AND c.${owner.replaceAll('"', '')}_id = o.id WHERE o.state = 'deleting'`,
  )
  .join(' UNION ');

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

/**
 * As latchkey_worker: erases what is in the state `deleting` once no grant below it is left to revoke. Safe to repeat
 * and to interrupt; at most 500 connections in a round.
 */
export async function eraseDeleted(db: Database): Promise<Erased> {
  const disconnected = await disconnectStragglers(db);
  const connections = await eraseConnections(db);
  let erased = 0;
  // Variables of an integration that goes keep configs from going, and are of no use without it.
  await db.pool.query(
    `DELETE FROM required_config_variable v USING integration i
     WHERE i.organization_id = v.organization_id AND i.id = v.integration_id AND i.state = 'deleting'`,
  );
  for (const [table, blockers] of owners) {
    const free = blockers.map(
      (blocker) => `NOT EXISTS (SELECT FROM ${blocker} AND b.organization_id = o.organization_id)`,
    );
    const { rowCount } = await db.pool.query(
      `DELETE FROM ${table} o WHERE o.state = 'deleting' AND ${free.join(' AND ')}`,
    );
    erased += rowCount ?? 0;
  }
  return { disconnected, connections, owners: erased };
}

/** A flow that was under way when its owner was deleted may have ended well afterwards. */
async function disconnectStragglers(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ organization_id: OrganizationId; id: ConnectionId }>(
    `SELECT c.organization_id, c.id FROM connection c JOIN (${doomed}) d USING (organization_id, id)
     WHERE c.grant_id IS NOT NULL ORDER BY c.id LIMIT ${batch}`,
  );
  const port = createConnections(db);
  for (const { organization_id, id } of rows)
    await port.disconnect(organization_id, id, { kind: 'disconnect_requested' });
  return rows.length;
}

async function eraseConnections(db: Database): Promise<number> {
  return acrossTenantsSql(db, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT c.id FROM connection c JOIN (${doomed}) d USING (organization_id, id)
       WHERE c.grant_id IS NULL
         AND NOT EXISTS (SELECT FROM "grant" g WHERE g.organization_id = c.organization_id AND g.connection_id = c.id
           AND g.state <> 'ended')
         AND NOT EXISTS (SELECT FROM authorization_session s
           WHERE s.organization_id = c.organization_id AND s.connection_id = c.id AND s.consumed_at IS NOT NULL
             AND ${mayStillBring('s.outcome')} AND s.consumed_at > statement_timestamp() - ${exchangeTime})
       ORDER BY c.id LIMIT ${batch} FOR UPDATE OF c SKIP LOCKED`,
    );
    const ids = [rows.map(({ id }) => id)];
    await client.query('UPDATE connection SET revoking_grant_id = NULL WHERE id = ANY ($1)', ids);
    await client.query('DELETE FROM "grant" WHERE connection_id = ANY ($1)', ids);
    await client.query('DELETE FROM connection WHERE id = ANY ($1)', ids);
    return rows.length;
  });
}
