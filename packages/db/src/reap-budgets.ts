import type { Database } from './database.js';

const batch = 500;

/** As latchkey_worker: forgets budgets that nobody has taken from for an hour, at most 500 at once. */
export async function reapBudgets(db: Database): Promise<number> {
  const { rowCount } = await db.pool.query(
    `DELETE FROM request_budget WHERE (organization_id, client_row_id, token_server) IN (
       SELECT organization_id, client_row_id, token_server FROM request_budget
        WHERE next_at < statement_timestamp() - interval '1 hour' LIMIT ${batch} FOR UPDATE SKIP LOCKED)`,
  );
  return rowCount ?? 0;
}
