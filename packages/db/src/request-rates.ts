import type { Database } from './database.js';

/** A bucket of so many requests, which fills in so many seconds. */
export interface RequestBucket {
  /** Whom and what it counts: up to 16 bytes of a hash. */
  readonly subject: Uint8Array;
  readonly most: number;
  readonly windowSeconds: number;
}

export interface TakenRequests {
  /** As many as there were of those that were wanted. */
  readonly taken: number;
  /** What the bucket holds afterwards. */
  readonly remaining: number;
  /** Until it holds one, where none was taken; else 0. */
  readonly waitSeconds: number;
}

/** Takes a block of requests out of a bucket that all processes share, in one statement. */
export async function takeRequests(
  db: Pick<Database, 'pool'>,
  { subject, most, windowSeconds }: RequestBucket,
  wanted: number,
): Promise<TakenRequests> {
  const { rows } = await db.pool.query<TakenRequests>({
    name: 'take_requests',
    text: 'SELECT taken, remaining, wait_seconds AS "waitSeconds" FROM take_requests($1, $2, $3, $4)',
    values: [subject, wanted, most, windowSeconds],
  });
  const [row] = rows;
  if (!row) throw new Error('take_requests answered nothing');
  return row;
}

const batch = 5000;

/** As latchkey_worker: forgets buckets that are full again, at most 5,000 at once; one that is not there is full. */
export async function reapRequestRates(db: Pick<Database, 'pool'>): Promise<number> {
  const { rowCount } = await db.pool.query(
    `DELETE FROM request_rate WHERE subject IN (
       SELECT subject FROM request_rate WHERE full_at < statement_timestamp() - interval '1 minute'
        LIMIT ${batch} FOR UPDATE SKIP LOCKED)`,
  );
  return rowCount ?? 0;
}
