import type { GrantsPort } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { inTenantSql } from '../tenant-scope.js';
import { clockValues } from './clock-values.js';

// Only what is not known is learnt, and only of the token set that was asked about. An open attempt has the row for
// itself: its outcome says when the next one is due.
const sql = `
UPDATE grant_clock SET expires_at = statement_timestamp() + make_interval(secs => $4), lifetime_seconds = $5,
  due_at = CASE WHEN duty <> 'refresh' OR $6::float8 IS NULL THEN due_at
    ELSE LEAST(due_at, statement_timestamp() + make_interval(secs => $6)) END,
  due_reason = CASE WHEN duty <> 'refresh' OR $6::float8 IS NULL THEN due_reason ELSE coalesce(due_reason, 'schedule') END
WHERE organization_id = $1 AND grant_id = $2 AND generation = $3 AND expires_at IS NULL AND attempt_id IS NULL`;

export async function learnGrantExpiry(
  db: Database,
  { organizationId, grantId, generation }: Parameters<GrantsPort['learnExpiry']>[0],
  times: Parameters<GrantsPort['learnExpiry']>[1],
): Promise<void> {
  const { secondsLeft, lifetimeSeconds, dueSeconds } = clockValues(times);
  await inTenantSql(db, organizationId, (client) =>
    client.query(sql, [organizationId, grantId, generation, secondsLeft, lifetimeSeconds, dueSeconds]),
  );
}
