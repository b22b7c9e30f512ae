import type { ClientBase } from 'pg';
import { recordAudit, recordAuditOfMany } from './audit.js';
import type { Database } from './database.js';
import { acrossTenantsSql } from './tenant-scope.js';

/** Something that an operator lets nothing be asked of, or for; what is due waits. */
export type Pause =
  | { readonly kind: 'server'; readonly host: string; readonly since: Date }
  | {
      readonly kind: 'client';
      readonly clientRowId: string;
      readonly organizationId: string;
      readonly clientId: string;
      readonly since: Date;
    };

/** As latchkey_worker: nothing is asked any more of the server whose token endpoint is at this host (and port). */
export async function pauseServer(db: Database, host: string): Promise<'paused' | 'paused_already'> {
  return acrossTenantsSql(db, async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO token_server AS s (key, host, paused_at) VALUES (token_server_key($1), $1, statement_timestamp())
       ON CONFLICT (key) DO UPDATE SET paused_at = excluded.paused_at WHERE s.paused_at IS NULL`,
      [host],
    );
    if (!rowCount) return 'paused_already';
    await auditWithTenants(client, host, 'token_server.paused');
    return 'paused';
  });
}

/** As latchkey_worker: what waited is due again, spread, as the next claims find it. A server that is down stays down. */
export async function resumeServer(db: Database, host: string): Promise<'resumed' | 'not_paused'> {
  return acrossTenantsSql(db, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE token_server SET paused_at = NULL, state = CASE state WHEN 'ok' THEN 'recovering' ELSE state END
       WHERE key = token_server_key($1) AND paused_at IS NOT NULL`,
      [host],
    );
    if (!rowCount) return 'not_paused';
    await auditWithTenants(client, host, 'token_server.resumed');
    return 'resumed';
  });
}

/** As latchkey_worker: nothing is asked any more for a client, wherever its grants are. */
export async function pauseClient(
  db: Database,
  clientRowId: string,
): Promise<'paused' | 'paused_already' | 'not_found'> {
  return acrossTenantsSql(db, async (client) => {
    const { rows } = await client.query<{ organization_id: string; was_paused: boolean }>(
      `UPDATE client c SET paused_at = coalesce(c.paused_at, statement_timestamp())
         FROM client was WHERE c.id = $1 AND was.organization_id = c.organization_id AND was.id = c.id
       RETURNING c.organization_id, was.paused_at IS NOT NULL AS was_paused`,
      [clientRowId],
    );
    if (!rows[0]) return 'not_found';
    if (rows[0].was_paused) return 'paused_already';
    await auditOfClient(client, rows[0].organization_id, clientRowId, 'client.paused');
    return 'paused';
  });
}

/** As latchkey_worker: what waited is due again, spread. A client that the provider refuses stays misconfigured. */
export async function resumeClient(db: Database, clientRowId: string): Promise<'resumed' | 'not_paused' | 'not_found'> {
  return acrossTenantsSql(db, async (client) => {
    const { rows } = await client.query<{ organization_id: string }>(
      `UPDATE client SET paused_at = NULL, state = CASE state WHEN 'ok' THEN 'recovering' ELSE state END
       WHERE id = $1 AND paused_at IS NOT NULL RETURNING organization_id`,
      [clientRowId],
    );
    if (rows[0]) {
      await auditOfClient(client, rows[0].organization_id, clientRowId, 'client.resumed');
      return 'resumed';
    }
    const found = await client.query('SELECT FROM client WHERE id = $1', [clientRowId]);
    return found.rowCount ? 'not_paused' : 'not_found';
  });
}

const operator = { kind: 'operator' } as const;

async function auditOfClient(client: ClientBase, organizationId: string, clientRowId: string, action: string) {
  await recordAudit(client, organizationId, operator, { action, targetKind: 'client', targetId: clientRowId });
}

/** A server is no tenant's: every organization that has grants there is told. */
async function auditWithTenants(client: ClientBase, host: string, action: string): Promise<void> {
  const { rows } = await client.query<{ organization_id: string }>(
    'SELECT DISTINCT organization_id FROM grant_clock WHERE token_server = token_server_key($1)',
    [host],
  );
  const act = { action, targetKind: 'token_server', details: { host } };
  await recordAuditOfMany(
    client,
    operator,
    rows.map(({ organization_id: organizationId }) => ({ organizationId, ...act })),
  );
}

/** As latchkey_worker: everything that is paused, the longest first. */
export async function listPauses(db: Database): Promise<readonly Pause[]> {
  const servers = await db.pool.query<Pause & { kind: 'server' }>(
    `SELECT 'server' AS kind, host, paused_at AS since FROM token_server WHERE paused_at IS NOT NULL ORDER BY paused_at`,
  );
  const clients = await db.pool.query<Pause & { kind: 'client' }>(
    `SELECT 'client' AS kind, id AS "clientRowId", organization_id AS "organizationId", client_id AS "clientId",
       paused_at AS since FROM client WHERE paused_at IS NOT NULL ORDER BY paused_at`,
  );
  return [...servers.rows, ...clients.rows].sort((a, b) => a.since.getTime() - b.since.getTime());
}

/** As latchkey_worker: the servers that are down, whether paused or not. */
export async function listServersDown(
  db: Database,
): Promise<readonly { readonly host: string; readonly probes: number }[]> {
  const { rows } = await db.pool.query<{ host: string; probes: number }>(
    `SELECT host, probes FROM token_server WHERE state = 'down' ORDER BY host`,
  );
  return rows;
}

/** As latchkey_worker: the row of the client of a connection config's environment. */
export async function findClientOf(
  db: Database,
  connectionConfigId: string,
  environment: string,
): Promise<string | undefined> {
  const { rows } = await db.pool.query<{ id: string }>(
    `SELECT client_row_id AS id FROM connection_config_environment
      WHERE connection_config_id = $1 AND environment = $2 AND client_row_id IS NOT NULL`,
    [connectionConfigId, environment],
  );
  return rows[0]?.id;
}
