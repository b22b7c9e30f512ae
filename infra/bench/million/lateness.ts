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

/**
 * Writes down when each grant is due and its token ends, since its refresh overwrites both. Nothing is refreshed twice
 * between two judgements when they are less than the shortest interval between refreshes apart.
 */
export async function rememberDue(admin: pg.Client): Promise<void> {
  await admin.query(`
    CREATE UNLOGGED TABLE bench_due AS SELECT organization_id, grant_id, due_at, expires_at, generation FROM grant_clock;
    CREATE UNLOGGED TABLE bench_late (late double precision NOT NULL, expired boolean NOT NULL);
    ANALYZE bench_due`);
}

/** Judges those that were due before `until` and are refreshed; remembers when they are due next. */
export async function judgeLateness(admin: pg.Client, until: Date): Promise<void> {
  await admin.query(
    `WITH judged AS (
       SELECT b.organization_id, b.grant_id, b.due_at AS was_due_at, b.expires_at AS expired_at,
              k.refreshed_at, k.due_at, k.expires_at, k.generation
         FROM bench_due b JOIN grant_clock k USING (organization_id, grant_id)
        WHERE b.due_at < $1 AND k.generation > b.generation),
     seen AS (
       INSERT INTO bench_late
       SELECT extract(epoch FROM refreshed_at - was_due_at), refreshed_at >= expired_at FROM judged)
     UPDATE bench_due b SET due_at = judged.due_at, expires_at = judged.expires_at, generation = judged.generation
       FROM judged WHERE (judged.organization_id, judged.grant_id) = (b.organization_id, b.grant_id)`,
    [until],
  );
}

/** Of all that were due before `until`. One that was not refreshed counts as late as it is by now. */
export async function readLateness(admin: pg.Client, until: Date): Promise<Lateness> {
  await judgeLateness(admin, until);
  const { rows } = await admin.query<Lateness>(
    `SELECT count(*)::integer AS due,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY late)::float8 AS p50,
            percentile_cont(0.99) WITHIN GROUP (ORDER BY late)::float8 AS p99,
            max(late)::float8 AS worst,
            (count(*) FILTER (WHERE expired))::integer AS expired
       FROM (SELECT late, expired FROM bench_late
             UNION ALL
             SELECT extract(epoch FROM now() - due_at), now() >= expires_at FROM bench_due WHERE due_at < $1) AS seen`,
    [until],
  );
  return rows[0] as Lateness;
}
