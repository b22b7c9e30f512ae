import { recordAudit } from '../audit.js';
import type { Database } from '../database.js';
import { acrossTenantsSql } from '../tenant-scope.js';
import { allSealedColumns } from './sealed-columns.js';
import { countSealedUnder } from './sealed-values.js';

/** Data keys of one organization that a key-encryption key wraps. */
export interface StillWrapped {
  readonly organizationId: string;
  readonly dataKeys: number;
}

/**
 * As latchkey_worker: from now on nothing can be wrapped by this key-encryption key, in any process; unless something is.
 * Then nothing changes, and the answer names it. `retired`: it is, perhaps since long.
 */
export async function retireKeyEncryptionKey(
  db: Database,
  kekId: string,
): Promise<{ readonly kind: 'retired' } | { readonly kind: 'in_use'; readonly by: readonly StillWrapped[] }> {
  return acrossTenantsSql(
    db,
    async (client) => {
      // Nobody is wrapping while this looks, and who waits here meets the trigger that knows of it.
      await client.query('LOCK TABLE organization_data_key IN SHARE ROW EXCLUSIVE MODE');
      const { rows } = await client.query<StillWrapped>(
        `SELECT organization_id AS "organizationId", count(*)::int AS "dataKeys" FROM organization_data_key
          WHERE kek_id = $1 GROUP BY 1 ORDER BY 2 DESC, 1`,
        [kekId],
      );
      if (rows.length > 0) return { kind: 'in_use', by: rows };
      await client.query('INSERT INTO retired_key (kek_id) VALUES ($1) ON CONFLICT DO NOTHING', [kekId]);
      return { kind: 'retired' };
    },
    'synchronous',
  );
}

/** A data key that no longer seals. */
export interface RetiredDataKey {
  readonly organizationId: string;
  readonly id: string;
  readonly retiredAt: Date;
}

/** As latchkey_worker: all of them, or those of one organization. */
export async function listRetiredDataKeys(db: Database, organizationId?: string): Promise<readonly RetiredDataKey[]> {
  const { rows } = await acrossTenantsSql(db, (client) =>
    client.query<RetiredDataKey>(
      `SELECT organization_id AS "organizationId", id, retired_at AS "retiredAt" FROM organization_data_key
        WHERE state = 'retired' AND organization_id = coalesce($1, organization_id) ORDER BY organization_id, retired_at`,
      [organizationId ?? null],
    ),
  );
  return rows;
}

/** How long a data key is kept after it sealed last: an answer in a spool may need it for so long. */
export const retiredKeyDays = 7;

export type DataKeyRemoval =
  | { readonly kind: 'removed' }
  /** A process, or a file in a spool, may hold what it sealed. */
  | { readonly kind: 'too_young'; readonly until: Date }
  | { readonly kind: 'in_use'; readonly by: readonly { readonly field: string; readonly values: number }[] };

/** As latchkey_worker: removes a retired data key, `header` being what its values begin with; unless it is needed. */
export async function removeRetiredDataKey(
  db: Database,
  { organizationId, id, retiredAt }: RetiredDataKey,
  header: Uint8Array,
): Promise<DataKeyRemoval> {
  return acrossTenantsSql(
    db,
    async (client) => {
      const by = [];
      for (const at of allSealedColumns) {
        const values = await countSealedUnder(client, at, organizationId, header);
        if (values > 0) by.push({ field: `${at.table}.${at.column}`, values });
      }
      if (by.length > 0) return { kind: 'in_use', by };
      const { rowCount } = await client.query(
        `DELETE FROM organization_data_key WHERE organization_id = $1 AND id = $2 AND state = 'retired'
            AND retired_at <= statement_timestamp() - make_interval(days => ${retiredKeyDays})`,
        [organizationId, id],
      );
      if (rowCount) {
        const act = { action: 'data_key.removed', targetKind: 'data_key', targetId: id };
        await recordAudit(client, organizationId, { kind: 'operator' }, act);
        return { kind: 'removed' };
      }
      return { kind: 'too_young', until: new Date(retiredAt.getTime() + retiredKeyDays * 86_400_000) };
    },
    'synchronous',
  );
}
