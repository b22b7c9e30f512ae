import type { Database } from './database.js';

const batch = 500;

/**
 * As latchkey_worker: forgets deliveries after 30 days, and the secrets that a rotation replaced once their time is over;
 * at most 500 of each at once. What still waits is not forgotten.
 */
export async function reapWebhooks(db: Database): Promise<number> {
  const deliveries = await db.pool.query(
    `DELETE FROM webhook_delivery WHERE (organization_id, id) IN (
       SELECT organization_id, id FROM webhook_delivery
        WHERE created_at < statement_timestamp() - interval '30 days' AND state <> 'pending'
        ORDER BY created_at LIMIT ${batch} FOR UPDATE SKIP LOCKED)`,
  );
  const secrets = await db.pool.query('DELETE FROM webhook_secret WHERE expires_at < statement_timestamp()');
  return (deliveries.rowCount ?? 0) + (secrets.rowCount ?? 0);
}
