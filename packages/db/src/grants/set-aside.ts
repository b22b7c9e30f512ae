import { reasons } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { turnToError } from './connection-state.js';
import { lastCrash } from './open-attempt.js';

const sql = `
WITH crashing AS MATERIALIZED (
  SELECT organization_id, grant_id FROM grant_clock
   WHERE duty = 'refresh' AND due_at <= statement_timestamp() AND takeover_at <= statement_timestamp() AND crashes >= $1
   LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)
UPDATE grant_clock k SET attempt_id = NULL, attempt_holder = NULL, takeover_at = NULL, crashes = k.crashes + 1,
       is_ambiguous = true, due_at = NULL, due_reason = NULL
FROM crashing, "grant" g
WHERE k.organization_id = crashing.organization_id AND k.grant_id = crashing.grant_id
  AND g.organization_id = k.organization_id AND g.id = k.grant_id
RETURNING k.organization_id, k.grant_id, g.connection_id`;

/**
 * Grants whose refresh crashed its worker for the fifth time are not tried again by themselves (RELIABILITY, rule 10):
 * the connection turns to error for the reason `crashed`.
 */
export async function setAsideCrashing(client: ClientBase, limit: number): Promise<void> {
  const { rows } = await client.query<{ organization_id: string; grant_id: string; connection_id: string }>(sql, [
    lastCrash - 1,
    limit,
  ]);
  for (const row of rows)
    await turnToError(
      client,
      { organizationId: row.organization_id, connectionId: row.connection_id, grantId: row.grant_id },
      {
        reason: 'crashed',
        event: { kind: 'refresh_failed', reason: 'crashed', details: { explanation: reasons.crashed } },
      },
    );
}
