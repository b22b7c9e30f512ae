import type { Database } from '../database.js';

/** What of one duty is due and waits for a free slot. */
export interface DueBacklog {
  readonly duty: 'refresh' | 'revoke';
  /** Counted up to {@link mostCounted}. */
  readonly due: number;
  /** Seconds that the oldest of them has been due; 0 when nothing is. */
  readonly oldestSeconds: number;
}

/** Enough to know that something is wrong; counting a million rows at each scrape would be wrong itself. */
export const mostCounted = 10_000;

const sql = `
SELECT duty, due.count::int AS due, coalesce(due.oldest, 0)::float8 AS "oldestSeconds"
  FROM (VALUES ('refresh'), ('revoke')) AS duties (duty),
  LATERAL (SELECT count(*), extract(epoch FROM statement_timestamp() - min(due_at)) AS oldest FROM (
    SELECT due_at FROM grant_clock
     WHERE grant_clock.duty = duties.duty AND due_at <= statement_timestamp() AND attempt_id IS NULL
     ORDER BY due_at LIMIT ${mostCounted}) AS counted) AS due`;

/** As latchkey_worker: what is due and that nobody works on, of every organization. */
export async function readDueBacklog(db: Pick<Database, 'pool'>): Promise<readonly DueBacklog[]> {
  const { rows } = await db.pool.query<DueBacklog>(sql);
  return rows;
}
