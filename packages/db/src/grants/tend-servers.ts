import type { ProtocolTimes } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { acrossTenantsSql } from '../tenant-scope.js';
import type { TokenServers } from './token-servers.js';

/** Grants that one statement touches, and statements that one look makes of each kind. */
const batch = 5000;
const batches = 10;
/** A server is down when it failed for so many organizations. */
const organizationsToFail = 3;

/**
 * Servers that failed for enough organizations, and answered nobody since, are down: told once, whoever finds it. Only of
 * `hosts`, which this process knew as failing before: no answer counts until a server is known so, and three organizations
 * could else have a server taken from everybody whose requests to it succeed.
 */
export async function declareDown(
  db: Database,
  servers: TokenServers,
  hosts: readonly string[],
  times: ProtocolTimes,
): Promise<void> {
  const { rows } = await db.pool.query<{ host: string }>(
    `INSERT INTO token_server AS s (key, host, state, probe_at)
     SELECT token_server, min(host), 'down', statement_timestamp() + make_interval(secs => $2) FROM token_server_failure
      WHERE failed_at > statement_timestamp() - make_interval(secs => $1) AND host = ANY ($3)
      GROUP BY token_server HAVING count(*) >= ${organizationsToFail}
     ON CONFLICT (key) DO UPDATE SET state = 'down', probe_at = excluded.probe_at, probes = 0 WHERE s.state <> 'down'
     RETURNING host`,
    [times.serverFailureWindow / 1000, times.serverProbeFirst / 1000, hosts],
  );
  for (const { host } of rows) servers.notices?.notice({ kind: 'server_down', host });
  await db.pool.query(
    `DELETE FROM token_server_failure WHERE failed_at < statement_timestamp() - make_interval(secs => $1)`,
    [times.serverFailureWindow / 1000],
  );
}

// The servers are locked first: one that recovers waits until what was set aside can be seen.
const setAsideSql = `
WITH held AS MATERIALIZED (
  SELECT key FROM token_server WHERE paused_at IS NOT NULL OR state = 'down' FOR SHARE
), due AS MATERIALIZED (
  SELECT organization_id, grant_id FROM grant_clock
   WHERE duty = 'refresh' AND due_at <= statement_timestamp() AND attempt_id IS NULL
     AND token_server = ANY (ARRAY(SELECT key FROM held))
   ORDER BY due_at LIMIT ${batch} FOR NO KEY UPDATE SKIP LOCKED)
UPDATE grant_clock k SET due_at = token_server_parking(k.token_server), due_reason = 'server'
  FROM due WHERE k.organization_id = due.organization_id AND k.grant_id = due.grant_id`;

/** What is due at servers that are paused or down waits for them, together in the index of what is due. */
export async function setAsideOfServers(db: Database): Promise<void> {
  for (let i = 0; i < batches; i++) {
    const { rowCount } = await acrossTenantsSql(db, (client) => client.query(setAsideSql));
    if (rowCount !== batch) return;
  }
}

// RELIABILITY, "Times": plain jitter would make a peak of what was set aside at once.
const rearmSql = `
WITH waiting AS MATERIALIZED (
  SELECT organization_id, grant_id FROM grant_clock
   WHERE duty = 'refresh' AND due_at = token_server_parking($1) AND token_server = $1
   LIMIT ${batch} FOR NO KEY UPDATE SKIP LOCKED)
UPDATE grant_clock k SET due_reason = CASE WHEN attempts = 0 THEN 'schedule' ELSE 'retry' END,
  due_at = statement_timestamp() + make_interval(secs => random() * (0.70 + 0.15 * random())
    * CASE WHEN expires_at > statement_timestamp()
           THEN extract(epoch FROM expires_at - statement_timestamp())::float8 ELSE $2::float8 END)
  FROM waiting WHERE k.organization_id = waiting.organization_id AND k.grant_id = waiting.grant_id`;

/** What waited for a server is due again, spread; a server that nothing waits for is forgotten. */
export async function rearmServer(db: Database, key: string, times: ProtocolTimes): Promise<void> {
  for (let i = 0; i < batches; i++) {
    const { rowCount } = await db.pool.query(rearmSql, [key, times.rearmSpread / 1000]);
    if (rowCount === batch) continue;
    await db.pool.query(
      `DELETE FROM token_server WHERE key = $1 AND state = 'recovering' AND paused_at IS NULL AND NOT EXISTS (
         SELECT FROM grant_clock WHERE duty = 'refresh' AND due_at = token_server_parking($1) AND token_server = $1)`,
      [key],
    );
    return;
  }
}

/** What is due of budgets that are empty for a while comes back after that, spread. */
export async function putOffEmpty(db: Database, longerThanSeconds: number, times: ProtocolTimes): Promise<void> {
  for (let i = 0; i < batches; i++) {
    const { rowCount } = await acrossTenantsSql(db, (client) =>
      client.query(
        `WITH due AS MATERIALIZED (
           SELECT k.organization_id, k.grant_id, b.next_at FROM grant_clock k JOIN request_budget b
               ON b.organization_id = k.organization_id AND b.client_row_id = k.client_row_id
              AND b.token_server = k.token_server AND b.next_at > statement_timestamp() + make_interval(secs => $1)
            WHERE k.duty = 'refresh' AND k.due_at <= statement_timestamp() AND k.attempt_id IS NULL
            ORDER BY k.due_at LIMIT ${batch} FOR NO KEY UPDATE OF k SKIP LOCKED)
         UPDATE grant_clock k SET due_at = due.next_at + make_interval(secs => random() * $2)
           FROM due WHERE k.organization_id = due.organization_id AND k.grant_id = due.grant_id`,
        [longerThanSeconds, times.rearmSpread / 1000],
      ),
    );
    if (rowCount !== batch) return;
  }
}
