import type { Database } from './database.js';

const batch = 500;

/**
 * As latchkey_worker: deletes token sets that were kept long enough beside the stored ones, at most 500 at once. Nobody
 * may update them, so they cannot be locked: two who delete at once wait for each other.
 */
export async function reapAlternates(db: Database): Promise<number> {
  const { rowCount } = await db.pool.query(
    `DELETE FROM grant_alternate WHERE (organization_id, grant_id, attempt_id) IN (
       SELECT organization_id, grant_id, attempt_id FROM grant_alternate WHERE kept_until <= statement_timestamp()
       LIMIT ${batch})`,
  );
  return rowCount ?? 0;
}
