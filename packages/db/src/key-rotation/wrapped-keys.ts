import { recordAudit } from '../audit.js';
import type { DataKeyRow } from '../data-keys.js';
import type { Database } from '../database.js';
import { acrossTenantsSql } from '../tenant-scope.js';

/** What a key-encryption key wraps. */
export interface Wrapping {
  readonly kekId: string;
  readonly dataKeys: number;
  readonly organizations: number;
}

/** As latchkey_worker: which key-encryption keys are in use, those of most data keys first. */
export async function listWrappings(db: Database): Promise<readonly Wrapping[]> {
  const { rows } = await acrossTenantsSql(db, (client) =>
    client.query<Wrapping>(
      `SELECT kek_id AS "kekId", count(*)::int AS "dataKeys", count(DISTINCT organization_id)::int AS organizations
         FROM organization_data_key GROUP BY 1 ORDER BY 2 DESC, 1`,
    ),
  );
  return rows;
}

/** A data key of an organization. */
export interface OrganizationDataKey extends DataKeyRow {
  readonly organizationId: string;
}

/** As latchkey_worker: some data keys that another key-encryption key than `kekId` wraps. */
export async function listWrappedByOthers(db: Database, kekId: string): Promise<readonly OrganizationDataKey[]> {
  const { rows } = await acrossTenantsSql(db, (client) =>
    client.query<OrganizationDataKey>(
      `SELECT organization_id AS "organizationId", id, wrapped, kek_id AS "kekId" FROM organization_data_key
        WHERE kek_id <> $1 ORDER BY organization_id, id LIMIT 100`,
      [kekId],
    ),
  );
  return rows;
}

/** As latchkey_worker: stores another wrapping of the same data key, where the one stands that it was made from. */
export async function replaceWrapping(db: Database, from: OrganizationDataKey, to: DataKeyRow): Promise<void> {
  await acrossTenantsSql(
    db,
    (client) =>
      client.query(
        `UPDATE organization_data_key SET wrapped = $5, kek_id = $6
          WHERE organization_id = $1 AND id = $2 AND kek_id = $3 AND wrapped = $4`,
        [from.organizationId, from.id, from.kekId, Buffer.from(from.wrapped), Buffer.from(to.wrapped), to.kekId],
      ),
    'synchronous',
  );
}

/** As latchkey_worker: the organizations that have a data key, in order. */
export async function listKeyedOrganizations(db: Database): Promise<readonly string[]> {
  const { rows } = await acrossTenantsSql(db, (client) =>
    client.query<{ organization_id: string }>(
      'SELECT DISTINCT organization_id FROM organization_data_key ORDER BY organization_id',
    ),
  );
  return rows.map((row) => row.organization_id);
}

/**
 * As latchkey_worker: makes `key` the data key that seals for an organization, unless the one that does was made after
 * `startedAt`. Answers the id of the one that seals now.
 */
export async function replaceDataKey(
  db: Database,
  organizationId: string,
  startedAt: Date,
  make: () => Promise<DataKeyRow>,
): Promise<{ readonly id: string; readonly made: 'now' | 'earlier' } | undefined> {
  const [current] = await currentKey(db, organizationId);
  if (!current) return undefined;
  if (current.created_at >= startedAt) return { id: current.id, made: 'earlier' };
  const key = await make(); // a KMS may be asked: outside of the transaction
  return acrossTenantsSql(
    db,
    async (client) => {
      const retired = await client.query(
        `UPDATE organization_data_key SET state = 'retired', retired_at = statement_timestamp()
          WHERE organization_id = $1 AND id = $2 AND state = 'current'`,
        [organizationId, current.id],
      );
      if (!retired.rowCount) throw new Error('another rotation is under way');
      await client.query(
        `INSERT INTO organization_data_key (organization_id, id, wrapped, kek_id, state, created_at)
         VALUES ($1, $2, $3, $4, 'current', statement_timestamp())`,
        [organizationId, key.id, Buffer.from(key.wrapped), key.kekId],
      );
      const act = { action: 'data_key.replaced', targetKind: 'data_key', targetId: key.id };
      await recordAudit(client, organizationId, { kind: 'operator' }, act);
      return { id: key.id, made: 'now' };
    },
    'synchronous',
  );
}

async function currentKey(db: Database, organizationId: string) {
  const { rows } = await acrossTenantsSql(db, (client) =>
    client.query<{ id: string; created_at: Date }>(
      `SELECT id, created_at FROM organization_data_key WHERE organization_id = $1 AND state = 'current'`,
      [organizationId],
    ),
  );
  return rows;
}
