import type { ProtocolTimes } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { mayBeAsked } from './may-be-asked.js';

/** The crash that sets a grant aside. */
export const lastCrash = 5;

/** A claim as its statement answers it; `takeover_ms` is how long the attempt keeps everybody else away. */
export interface OpenedAttempt {
  readonly organization_id: string;
  readonly grant_id: string;
  readonly attempt_id: string;
  readonly takeover_ms: number;
  /** Of the probe of a misconfigured client: how many were answered no better before. */
  readonly probes?: number;
  /** Of the probe of a server that is down: how many brought nothing before. */
  readonly server_probes?: number;
  /** 0 for a reader's claim at a server that is down and may be probed. */
  readonly server_hold?: number | null;
}

// One update is lease, proof that the store is writable, crash mark and log line (RELIABILITY, rule 1). It writes no
// indexed column, so it is a HOT update: leave due_at alone. Taking over an open attempt says that its holder crashed
// and that its request may have left. A token that the refresh ends keeps nobody waiting for the sake of its life.
export const openAttempt = (also = '') => `
UPDATE grant_clock k SET ${also}
  attempt_id = gen_random_uuid(), attempt_holder = $1,
  takeover_at = statement_timestamp() + make_interval(secs => greatest($2::float8, least($3::float8,
    CASE WHEN k.revokes_access_token THEN 0
         ELSE coalesce(extract(epoch FROM k.expires_at - statement_timestamp())::float8 * 1000, 0) END)) / 1000),
  attempts = k.attempts + 1,
  crashes = k.crashes + CASE WHEN k.attempt_id IS NULL THEN 0 ELSE 1 END,
  is_ambiguous = k.is_ambiguous OR k.attempt_id IS NOT NULL,
  failing_since = CASE WHEN k.attempt_id IS NULL THEN k.failing_since
                       ELSE coalesce(k.failing_since, statement_timestamp()) END
FROM wanted WHERE k.organization_id = wanted.organization_id AND k.grant_id = wanted.grant_id
RETURNING k.organization_id, k.grant_id, k.attempt_id,
  extract(epoch FROM k.takeover_at - statement_timestamp())::float8 * 1000 AS takeover_ms`;

const dueSql = (duty: 'refresh' | 'revoke') => `
WITH wanted AS MATERIALIZED (
  SELECT organization_id, grant_id FROM grant_clock
   WHERE duty = '${duty}' AND due_at <= statement_timestamp()
     AND (attempt_id IS NULL OR $4 = 'allowed' AND takeover_at <= statement_timestamp() AND crashes < $5)
     ${mayBeAsked(duty).trim()}
   ORDER BY due_at LIMIT $6 FOR NO KEY UPDATE SKIP LOCKED)
${openAttempt()}`;

const oneSql = `
WITH wanted AS MATERIALIZED (
  SELECT k.organization_id, k.grant_id
    FROM connection c JOIN grant_clock k ON k.organization_id = c.organization_id AND k.grant_id = c.grant_id
   WHERE c.organization_id = $4 AND c.id = $5 AND k.duty = 'refresh' AND k.generation = $6
     AND NOT EXISTS (SELECT FROM client l WHERE l.organization_id = k.organization_id AND l.id = k.client_row_id
       AND (l.state = 'misconfigured' OR l.paused_at IS NOT NULL))
     AND coalesce(token_server_hold(k.token_server), 0) = 0
     AND NOT EXISTS (SELECT FROM request_budget b WHERE b.organization_id = k.organization_id
       AND b.client_row_id = k.client_row_id AND b.token_server = k.token_server AND b.next_at > statement_timestamp())
     AND (k.attempt_id IS NULL AND (k.attempts = 0 OR k.due_at <= statement_timestamp() OR k.due_reason = 'server')
       OR $7 = 'allowed' AND k.takeover_at <= statement_timestamp() AND k.crashes < $8)
   FOR NO KEY UPDATE OF k SKIP LOCKED)
${openAttempt()}, token_server_hold(k.token_server) AS server_hold`;

/** Whether an open attempt whose time is over may be taken over. */
export type Takeover = 'allowed' | 'withheld';

/** Claims what is due, oldest first, past rows that others hold. Only `refresh` gives up on grants that crash. */
export async function openDueAttempts(
  client: ClientBase,
  input: {
    readonly duty: 'refresh' | 'revoke';
    readonly holder: string;
    readonly limit: number;
    readonly times: ProtocolTimes;
    readonly takeover: Takeover;
  },
): Promise<readonly OpenedAttempt[]> {
  const { takeoverMin, takeoverMax } = input.times;
  const crashes = input.duty === 'refresh' ? lastCrash - 1 : 2 ** 31 - 1;
  const { rows } = await client.query<OpenedAttempt>({
    name: `claim_due_${input.duty}`,
    text: dueSql(input.duty),
    values: [input.holder, takeoverMin, takeoverMax, input.takeover, crashes, input.limit],
  });
  return rows;
}

/** Claims one connection's grant of one generation, due or not; nothing while it is held or backing off. */
export async function openAttemptOf(
  client: ClientBase,
  input: {
    readonly organizationId: string;
    readonly connectionId: string;
    readonly generation: number;
    readonly holder: string;
    readonly times: ProtocolTimes;
    readonly takeover: Takeover;
  },
): Promise<readonly OpenedAttempt[]> {
  const { takeoverMin, takeoverMax } = input.times;
  const { organizationId, connectionId, generation, takeover } = input;
  const { rows } = await client.query<OpenedAttempt>({
    name: 'claim_one',
    text: oneSql,
    values: [input.holder, takeoverMin, takeoverMax, organizationId, connectionId, generation, takeover, lastCrash - 1],
  });
  return rows;
}
