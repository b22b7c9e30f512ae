import type { ProtocolTimes } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { lastCrash, type OpenedAttempt, openAttempt, type Takeover } from './open-attempt.js';

/** Misconfigured clients that one claim probes. */
const mostProbes = 20;

interface ProbedClient {
  readonly organization_id: string;
  readonly id: string;
  readonly probed_grant_id: string | null;
  readonly probes: number;
}

// Whose last request may have been done waits its own time (RELIABILITY, rule 8). Nobody else takes over what a
// misconfigured client's processes left open: when that is all that it has, it is probed with it.
const probeSql = `
WITH wanted AS MATERIALIZED (
  SELECT k.organization_id, k.grant_id FROM "grant" g
    JOIN grant_clock k ON k.organization_id = g.organization_id AND k.grant_id = g.id
   WHERE g.organization_id = $4 AND g.client_row_id = $5 AND ($6::uuid IS NULL OR g.id > $6) AND g.state = 'live'
     AND k.duty = 'refresh'
     AND (k.attempt_id IS NULL AND (k.due_at IS NULL AND k.due_reason = 'client'
            OR k.due_at IS NOT NULL AND (NOT k.is_ambiguous OR k.due_at <= statement_timestamp()))
       OR $7 = 'allowed' AND k.takeover_at <= statement_timestamp() AND k.crashes < $8)
     AND coalesce(token_server_hold(k.token_server), 0) = 0
   ORDER BY g.id LIMIT 1 FOR NO KEY UPDATE OF k SKIP LOCKED)
${openAttempt("due_at = statement_timestamp(), due_reason = 'retry',")}`;

/**
 * Claims one grant of each misconfigured client whose probe is due, the next one after that of last time, and keeps the
 * next probe away for as long as this one may take.
 */
export async function openProbes(
  client: ClientBase,
  input: {
    readonly holder: string;
    readonly limit: number;
    readonly times: ProtocolTimes;
    readonly takeover: Takeover;
  },
): Promise<readonly OpenedAttempt[]> {
  const { takeoverMin, takeoverMax } = input.times;
  const { rows } = await client.query<ProbedClient>(
    `UPDATE client SET probe_at = statement_timestamp() + make_interval(secs => $1)
     WHERE (organization_id, id) IN (
       SELECT organization_id, id FROM client WHERE state <> 'ok' AND state = 'misconfigured' AND paused_at IS NULL
          AND probe_at <= statement_timestamp() LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)
     RETURNING organization_id, id, probed_grant_id, probes`,
    [takeoverMax / 1000, Math.min(input.limit, mostProbes)],
  );
  const opened: OpenedAttempt[] = [];
  for (const { organization_id, id, probed_grant_id, probes } of rows) {
    const claimAfter = async (last: string | null) =>
      (
        await client.query<OpenedAttempt>(probeSql, [
          ...[input.holder, takeoverMin, takeoverMax, organization_id, id, last, input.takeover, lastCrash - 1],
        ])
      ).rows[0];
    const attempt = (await claimAfter(probed_grant_id)) ?? (await claimAfter(null));
    if (!attempt) continue;
    await client.query('UPDATE client SET probed_grant_id = $3 WHERE organization_id = $1 AND id = $2', [
      ...[organization_id, id, attempt.grant_id],
    ]);
    opened.push({ ...attempt, probes });
  }
  return opened;
}
