import type { Database } from './database.js';

/**
 * Makes the coming days' partitions of events, outbox and audit, and drops those past retention (30, 3 and 400 days).
 * As latchkey_worker; call it daily or oftener. Rejects when a lock is busy for 3 s: the next call does it.
 */
export async function ensurePartitions(db: Database): Promise<{ readonly made: number; readonly dropped: number }> {
  const { rows } = await db.pool.query<{ made: number; dropped: number }>(
    'SELECT made, dropped FROM ensure_partitions()',
  );
  return rows[0] as { made: number; dropped: number };
}
