import type pg from 'pg';

/** How late refreshes were stored, against the moment at which they were due. Seconds. */
export interface Lateness {
  /** Grants that became due in the time that was looked at. */
  readonly due: number;
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  /** Of them, those whose access token ended before a new one was stored. */
  readonly expired: number;
}

/** Writes down when each grant is due and its token ends, since its refresh overwrites both. */
export async function rememberDue(admin: pg.Client): Promise<void> {
  await admin.query(`
    CREATE UNLOGGED TABLE bench_due AS SELECT organization_id, grant_id, due_at, expires_at, generation FROM grant_clock;
    ANALYZE bench_due`);
}

/** Of the grants that were due before `until`. One that was not refreshed counts as late as it is by now. */
export async function readLateness(admin: pg.Client, until: Date): Promise<Lateness> {
  const { rows } = await admin.query<Lateness>(
    `SELECT count(*)::integer AS due,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY late)::float8 AS p50,
            percentile_cont(0.99) WITHIN GROUP (ORDER BY late)::float8 AS p99,
            max(late)::float8 AS worst,
            (count(*) FILTER (WHERE stored_at >= expires_at))::integer AS expired
       FROM (SELECT b.expires_at, stored.at AS stored_at, extract(epoch FROM stored.at - b.due_at) AS late
               FROM bench_due b JOIN grant_clock k USING (organization_id, grant_id),
                    LATERAL (SELECT CASE WHEN k.generation > b.generation THEN k.refreshed_at ELSE now() END AS at) AS stored
              WHERE b.due_at < $1) AS seen`,
    [until],
  );
  return rows[0] as Lateness;
}
