import type { ProtocolTimes } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { acrossTenantsSql } from '../tenant-scope.js';

/** Grants that one statement touches, and statements that one look makes of each kind. */
const batch = 5000;
const batches = 10;

interface TendedClient {
  readonly organization_id: string;
  readonly id: string;
  readonly state: 'misconfigured' | 'recovering';
  readonly is_probe_due: boolean | null;
}

/**
 * As latchkey_worker, before a claim: sets aside what is due of misconfigured clients, so that claims do not walk over it
 * again and again, and makes due what waited for a client that is accepted by now. Nearly always there is neither.
 * Answers whether a probe is due.
 */
export async function tendClients(db: Database, times: ProtocolTimes): Promise<'probes_due' | 'no_probe_due'> {
  const { rows } = await db.pool.query<TendedClient>({
    name: 'clients_in_trouble',
    text: `SELECT organization_id, id, state, probe_at <= statement_timestamp() AS is_probe_due FROM client
           WHERE state <> 'ok' LIMIT 1000`,
  });
  if (rows.some(({ state }) => state === 'misconfigured'))
    for (let i = 0; i < batches && (await setAsideDue(db)) === batch; i++);
  for (const one of rows) if (one.state === 'recovering') await rearmAll(db, one, times);
  return rows.some(({ is_probe_due }) => is_probe_due) ? 'probes_due' : 'no_probe_due';
}

interface GrantRow {
  readonly organization_id: string;
  readonly grant_id: string;
}

// The clients are locked first: one that recovers waits until what was set aside can be seen.
const setAsideSql = `
WITH broken AS MATERIALIZED (
  SELECT id FROM client WHERE state <> 'ok' AND state = 'misconfigured' FOR SHARE
), due AS MATERIALIZED (
  SELECT organization_id, grant_id FROM grant_clock
   WHERE duty = 'refresh' AND due_at <= statement_timestamp() AND attempt_id IS NULL
     AND client_row_id = ANY (ARRAY(SELECT id FROM broken))
   ORDER BY due_at LIMIT ${batch} FOR NO KEY UPDATE SKIP LOCKED)
UPDATE grant_clock k SET due_at = NULL, due_reason = 'client'
  FROM due WHERE k.organization_id = due.organization_id AND k.grant_id = due.grant_id
RETURNING k.organization_id, k.grant_id`;

async function setAsideDue(db: Database): Promise<number> {
  const { rows } = await acrossTenantsSql(db, (client) => client.query<GrantRow>(setAsideSql));
  if (rows.length > 0)
    await showOnConnections(
      db,
      rows,
      `UPDATE connection c SET status = 'error', reason = 'client_misconfigured', status_changed_at = statement_timestamp()
       FROM held WHERE c.organization_id = held.organization_id AND c.grant_id = held.grant_id AND c.status = 'active'`,
    );
  return rows.length;
}

const awaitingSql = `
SELECT k.organization_id, k.grant_id FROM "grant" g
  JOIN grant_clock k ON k.organization_id = g.organization_id AND k.grant_id = g.id
 WHERE g.organization_id = $1 AND g.client_row_id = $2 AND g.state = 'live' AND k.duty = 'refresh'
   AND k.due_at IS NULL AND k.due_reason = 'client' LIMIT ${batch}`;

// RELIABILITY, "Times": plain jitter would make a peak of what was set aside at once.
const rearmSql = `
UPDATE grant_clock k SET due_reason = 'schedule',
  due_at = statement_timestamp() + make_interval(secs => random() * (0.70 + 0.15 * random())
    * CASE WHEN expires_at > statement_timestamp()
           THEN extract(epoch FROM expires_at - statement_timestamp())::float8 ELSE $3::float8 END)
  FROM unnest($1::uuid[], $2::uuid[]) AS held (organization_id, grant_id)
 WHERE k.organization_id = held.organization_id AND k.grant_id = held.grant_id
   AND k.due_at IS NULL AND k.due_reason = 'client'`;

async function rearmAll(db: Database, { organization_id, id }: TendedClient, times: ProtocolTimes): Promise<void> {
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
         AND c.status = 'error' AND c.reason = 'client_misconfigured'`,
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
