import type { ProtocolTimes } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { acrossTenantsSql } from '../tenant-scope.js';

/** Grants that one statement touches, and statements that one look makes of each kind. */
const batch = 5000;
const batches = 10;

/** A client that is accepted again. */
export interface TendedClient {
  readonly organization_id: string;
  readonly id: string;
}

interface GrantRow {
  readonly organization_id: string;
  readonly grant_id: string;
}

// The clients are locked first: one that recovers waits until what was set aside can be seen. One that is being settled or
// recovers at this moment is left for the next claim, so that claims wait for nobody.
const setAsideSql = `
WITH broken AS MATERIALIZED (
  SELECT id FROM client WHERE (state <> 'ok' OR paused_at IS NOT NULL) AND (state = 'misconfigured' OR paused_at IS NOT NULL)
    FOR SHARE SKIP LOCKED
), due AS MATERIALIZED (
  SELECT organization_id, grant_id FROM grant_clock
   WHERE duty = 'refresh' AND due_at <= statement_timestamp() AND attempt_id IS NULL
     AND client_row_id = ANY (ARRAY(SELECT id FROM broken))
   ORDER BY due_at LIMIT ${batch} FOR NO KEY UPDATE SKIP LOCKED)
UPDATE grant_clock k SET due_at = NULL, due_reason = 'client'
  FROM due WHERE k.organization_id = due.organization_id AND k.grant_id = due.grant_id
RETURNING k.organization_id, k.grant_id`;

/** What is due of misconfigured and of paused clients waits for them. */
export async function setAsideOfClients(db: Database): Promise<void> {
  for (let i = 0; i < batches && (await setAsideDue(db)) === batch; i++);
}

async function setAsideDue(db: Database): Promise<number> {
  const { rows } = await acrossTenantsSql(db, (client) => client.query<GrantRow>(setAsideSql));
  if (rows.length > 0)
    await showOnConnections(
      db,
      rows,
      `UPDATE connection c SET status = 'error', reason = 'client_misconfigured', status_changed_at = statement_timestamp()
       FROM held JOIN grant_clock k ON k.organization_id = held.organization_id AND k.grant_id = held.grant_id
         JOIN client l ON l.organization_id = k.organization_id AND l.id = k.client_row_id AND l.state = 'misconfigured'
       WHERE c.organization_id = held.organization_id AND c.grant_id = held.grant_id AND c.status = 'active'`,
    );
  return rows.length;
}

const awaitingSql = `
SELECT k.organization_id, k.grant_id FROM "grant" g
  JOIN grant_clock k ON k.organization_id = g.organization_id AND k.grant_id = g.id
 WHERE g.organization_id = $1 AND g.client_row_id = $2 AND g.state = 'live' AND k.duty = 'refresh'
   AND k.due_at IS NULL AND k.due_reason = 'client' LIMIT ${batch}`;

// RELIABILITY, "Times": plain jitter would make a peak of what was set aside at once.
//
// The CASE here and below hides the condition from statistics and indexes. They are older than what was just set aside, so
// they promise a row or none where there are a hundred thousand, and each of those would be compared with each of `held`.
const rearmSql = `
UPDATE grant_clock k SET due_reason = 'schedule',
  due_at = statement_timestamp() + make_interval(secs => random() * (0.70 + 0.15 * random())
    * CASE WHEN expires_at > statement_timestamp()
           THEN extract(epoch FROM expires_at - statement_timestamp())::float8 ELSE $3::float8 END)
  FROM unnest($1::uuid[], $2::uuid[]) AS held (organization_id, grant_id)
 WHERE k.organization_id = held.organization_id AND k.grant_id = held.grant_id
   AND CASE WHEN k.due_at IS NULL THEN k.due_reason END = 'client'`;

/** What waited for a client is due again, spread; then nothing is known against the client any more. */
export async function tendRecovering(
  db: Database,
  { organization_id, id }: TendedClient,
  times: ProtocolTimes,
): Promise<void> {
  for (let i = 0; i < batches; i++) {
    const { rows } = await db.pool.query<GrantRow>(awaitingSql, [organization_id, id]);
    if (rows.length === 0) {
      await db.pool.query(
        `UPDATE client SET state = 'ok' WHERE organization_id = $1 AND id = $2 AND state = 'recovering'`,
        [organization_id, id],
      );
      return;
    }
    // Shown first: whoever is refreshed right after that has recovered already.
    await showOnConnections(
      db,
      rows,
      `UPDATE connection c SET status = 'active', reason = NULL, status_changed_at = statement_timestamp() FROM held
       WHERE c.organization_id = held.organization_id AND c.grant_id = held.grant_id
         AND CASE c.status WHEN 'error' THEN c.reason END = 'client_misconfigured'`,
    );
    await db.pool.query(rearmSql, [...columns(rows), times.rearmSpread / 1000]);
  }
}

/** A transaction of its own, without a clock in hand: others lock a connection before its clock. */
async function showOnConnections(db: Database, grants: readonly GrantRow[], update: string): Promise<void> {
  await db.pool.query(
    `WITH held AS (SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS held (organization_id, grant_id)) ${update}`,
    columns(grants),
  );
}

function columns(grants: readonly GrantRow[]): [string[], string[]] {
  return [grants.map(({ organization_id }) => organization_id), grants.map(({ grant_id }) => grant_id)];
}
