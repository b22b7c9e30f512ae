import type { ConnectionEvent, Fence, StoredTokens } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { storableText } from '../storable.js';
import { inTenantSql } from '../tenant-scope.js';
import { clockValues } from './clock-values.js';
import { turnToActive } from './connection-state.js';

// Fenced by generation only (rule 4): an answer is stored even if somebody took over meanwhile, as long as nobody
// stored before. A grant that was let go of in between keeps its duty, and is due at once with its newest tokens.
// store-many.ts says the same for many rows: change both.
const sql = `
WITH stored AS (
  UPDATE grant_clock SET generation = generation + 1, stored_by = $4,
    attempt_id = NULL, attempt_holder = NULL, takeover_at = NULL, attempts = 0, crashes = 0, failing_since = NULL,
    is_ambiguous = false, is_refusal_unconfirmed = false, refreshed_at = statement_timestamp(),
    expires_at = statement_timestamp() + make_interval(secs => $5), lifetime_seconds = $6,
    has_refresh_token = $8,
    due_at = CASE WHEN duty = 'revoke' THEN statement_timestamp() ELSE statement_timestamp() + make_interval(secs => $7) END,
    due_reason = CASE WHEN duty = 'revoke' THEN 'revoke' WHEN $7::float8 IS NULL THEN NULL ELSE 'schedule' END
  WHERE organization_id = $1 AND grant_id = $2 AND generation = $3
  RETURNING grant_id
), token AS (
  UPDATE grant_token t SET token_set = $9, updated_at = statement_timestamp() FROM stored
  WHERE t.organization_id = $1 AND t.grant_id = stored.grant_id AND t.slot = 'main'
), scopes AS (
  UPDATE "grant" g SET granted_scopes = $10 FROM stored
  WHERE g.organization_id = $1 AND g.id = stored.grant_id AND g.granted_scopes <> $10::text[]
)
SELECT FROM stored`;

export async function storeTokens(
  db: Database,
  claim: Fence,
  tokens: StoredTokens,
  recovered: ConnectionEvent,
): Promise<'stored' | 'fence_missed'> {
  const { secondsLeft, lifetimeSeconds, dueSeconds } = clockValues(tokens);
  return inTenantSql(
    db,
    claim.organizationId,
    async (client) => {
      const { rowCount } = await client.query(sql, [
        claim.organizationId,
        claim.grantId,
        claim.generation,
        claim.attemptId,
        secondsLeft,
        lifetimeSeconds,
        dueSeconds,
        tokens.hasRefreshToken === 'yes',
        Buffer.from(tokens.tokenSet.envelope),
        tokens.grantedScopes?.map(storableText) ?? null,
      ]);
      if (!rowCount) return 'fence_missed';
      // A statement of its own: it must see a settlement that the one above waited for.
      await turnToActive(client, claim, recovered, claim.probe ? 'probe' : 'own_affair');
      return 'stored';
    },
    'synchronous',
  );
}

/** Who stored the current generation; `undefined` when the grant has ended. */
export async function readStoredBy(
  db: Database,
  claim: Fence,
): Promise<{ readonly generation: number; readonly attemptId?: string } | undefined> {
  const { rows } = await inTenantSql(db, claim.organizationId, (client) =>
    client.query<{ generation: number; stored_by: string | null }>(
      'SELECT generation, stored_by FROM grant_clock WHERE organization_id = $1 AND grant_id = $2',
      [claim.organizationId, claim.grantId],
    ),
  );
  const row = rows[0];
  return row && { generation: row.generation, ...(row.stored_by === null ? {} : { attemptId: row.stored_by }) };
}
