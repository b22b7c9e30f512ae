import type { ClientBase } from 'pg';
import type { Database } from './database.js';
import { inTenantSql } from './tenant-scope.js';

/** A wrapped data key, as the vault's `DataKeyStore` wants it (adapters do not import each other). */
export interface DataKeyRow {
  /** UUID in lower case. */
  readonly id: string;
  readonly wrapped: Uint8Array;
  readonly kekId: string;
}

/** The vault's `DataKeyStore` on Postgres, under either login. */
export function createDataKeyStore(db: Database): {
  /** The one that seals first, then the retired ones, newest first. */
  load(organizationId: string): Promise<readonly DataKeyRow[]>;
  /** Inserts the key if the organization has no current one; answers the current one. */
  create(organizationId: string, key: DataKeyRow): Promise<DataKeyRow>;
} {
  return {
    load: (organizationId) => inTenantSql(db, organizationId, (client) => loadKeys(client, organizationId)),
    async create(organizationId, key) {
      return inTenantSql(
        db,
        organizationId,
        async (client) => {
          await client.query(
            `INSERT INTO organization_data_key (organization_id, id, wrapped, kek_id, state)
             VALUES ($1, $2, $3, $4, 'current')
             ON CONFLICT (organization_id) WHERE state = 'current' DO NOTHING`,
            [organizationId, key.id, Buffer.from(key.wrapped), key.kekId],
          );
          const [current] = await loadKeys(client, organizationId);
          if (!current) throw new Error(`organization ${organizationId} has no data key after one was made`);
          return current;
        },
        'synchronous', // nothing may be sealed with a key that a crash could forget
      );
    },
  };
}

async function loadKeys(client: ClientBase, organizationId: string): Promise<readonly DataKeyRow[]> {
  const { rows } = await client.query<{ id: string; wrapped: Uint8Array; kek_id: string }>(
    `SELECT id, wrapped, kek_id FROM organization_data_key WHERE organization_id = $1
     ORDER BY state, created_at DESC, id DESC`, // current sorts before retired
    [organizationId],
  );
  return rows.map((row) => ({ id: row.id, wrapped: row.wrapped, kekId: row.kek_id }));
}
