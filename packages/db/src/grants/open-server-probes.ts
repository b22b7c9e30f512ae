import type { ProtocolTimes } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { mayBeAsked } from './may-be-asked.js';
import { type OpenedAttempt, openAttempt } from './open-attempt.js';

/** Servers that one claim probes. */
const mostProbes = 20;

// All that is due there waits in one place of the index; what keeps others of it away keeps this one away too.
const probeSql = `
WITH wanted AS MATERIALIZED (
  SELECT organization_id, grant_id FROM grant_clock
   WHERE duty = 'refresh' AND due_at = token_server_parking($4) AND token_server = $4 AND attempt_id IS NULL
     ${mayBeAsked('revoke').trim()}
   LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
${openAttempt("due_at = statement_timestamp(), due_reason = 'retry',")}`;

/**
 * Claims one grant at each server that is down and whose probe is due, and keeps the next probe away for as long as this
 * one may take. Whoever is probed with waits no longer for the server but for its own next time.
 */
export async function openServerProbes(
  client: ClientBase,
  input: { readonly holder: string; readonly limit: number; readonly times: ProtocolTimes },
): Promise<readonly OpenedAttempt[]> {
  const { takeoverMin, takeoverMax } = input.times;
  const { rows } = await client.query<{ key: string; probes: number }>(
    `UPDATE token_server SET probe_at = statement_timestamp() + make_interval(secs => $1)
     WHERE key IN (SELECT key FROM token_server WHERE state = 'down' AND paused_at IS NULL
       AND probe_at <= statement_timestamp() LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)
     RETURNING key, probes`,
    [takeoverMin / 1000, Math.min(input.limit, mostProbes)],
  );
  const opened: OpenedAttempt[] = [];
  for (const { key, probes } of rows) {
    const found = await client.query<OpenedAttempt>(probeSql, [input.holder, takeoverMin, takeoverMax, key]);
    if (found.rows[0]) opened.push({ ...found.rows[0], server_probes: probes });
    // Nobody waits yet: whoever comes first is the probe.
    else await client.query('UPDATE token_server SET probe_at = statement_timestamp() WHERE key = $1', [key]);
  }
  return opened;
}
