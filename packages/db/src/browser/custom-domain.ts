import type { ConnectionConfigId, OrganizationId } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { inTenantSql } from '../tenant-scope.js';

/** The organization that a verified host belongs to. */
export async function findCustomDomain(
  db: Pick<Database, 'pool'>,
  host: string,
): Promise<{ readonly organizationId: OrganizationId; readonly id: string } | undefined> {
  const { rows } = await db.pool.query({
    name: 'find_custom_domain',
    text: 'SELECT organization_id, id FROM find_custom_domain($1)',
    values: [host],
  });
  return rows[0] && { organizationId: rows[0].organization_id, id: rows[0].id };
}

/** Every verified host, of whatever organization; under either login. */
export async function listCustomHosts(db: Pick<Database, 'pool'>): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ readonly host: string }>('SELECT host FROM list_custom_hosts()');
  return rows.map(({ host }) => host);
}

/** Whether a connection config is this organization's. */
export async function hasConnectionConfig(
  db: Database,
  organizationId: OrganizationId,
  configId: ConnectionConfigId,
): Promise<boolean> {
  return inTenantSql(db, organizationId, async (client) => {
    const { rowCount } = await client.query(
      "SELECT FROM connection_config WHERE organization_id = $1 AND id = $2 AND state = 'active'",
      [organizationId, configId],
    );
    return rowCount === 1;
  });
}
