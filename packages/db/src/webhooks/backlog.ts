import type { Database } from '../database.js';

const sql = `
SELECT coalesce(extract(epoch FROM statement_timestamp() - least(
    (SELECT min(due_at) FROM webhook_outbox WHERE due_at <= statement_timestamp()),
    (SELECT min(due_at) FROM webhook_endpoint
      WHERE due_at <= statement_timestamp() AND (lane_until IS NULL OR lane_until <= statement_timestamp())))), 0)::float8
  AS seconds`;

/**
 * As latchkey_worker: seconds that the oldest message which is due has waited for a worker; 0 when none waits. One that
 * waits for its next try, since its endpoint failed, is the endpoint's affair and not counted.
 */
export async function readOldestWebhook(db: Pick<Database, 'pool'>): Promise<number> {
  const { rows } = await db.pool.query<{ seconds: number }>(sql);
  return rows[0]?.seconds ?? 0;
}
