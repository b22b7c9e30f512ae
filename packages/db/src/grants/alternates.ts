import type { Fence, StoredTokens } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { storableText } from '../storable.js';
import { inTenantSql } from '../tenant-scope.js';
import { clockValues, secondsOf } from './clock-values.js';
import { lastCrash } from './open-attempt.js';

// A grant without a clock has ended, so that nothing is kept of it.
const keepSql = `
INSERT INTO grant_alternate (organization_id, grant_id, attempt_id, token_set, has_refresh_token, expires_at,
  lifetime_seconds, granted_scopes, kept_until)
SELECT organization_id, grant_id, $3, $4, $5, statement_timestamp() + make_interval(secs => $6), $7, $8,
       statement_timestamp() + make_interval(secs => $9)
  FROM grant_clock WHERE organization_id = $1 AND grant_id = $2 FOR NO KEY UPDATE
ON CONFLICT DO NOTHING`;

// A live grant that failed and is never due by itself was given up for want of this set.
const rearmSql = `
UPDATE grant_clock SET due_at = statement_timestamp(), due_reason = 'retry'
 WHERE organization_id = $1 AND grant_id = $2 AND duty = 'refresh' AND due_at IS NULL AND attempt_id IS NULL
   AND attempts > 0 AND crashes < $3`;

/** Keeps a token set that missed the fence beside the stored one (RELIABILITY, rule 6). */
export async function keepAlternateTokens(
  db: Database,
  { organizationId, grantId, attemptId }: Fence,
  tokens: StoredTokens,
  lifeMs: number,
): Promise<void> {
  const { secondsLeft, lifetimeSeconds } = clockValues(tokens);
  await inTenantSql(
    db,
    organizationId,
    async (client) => {
      await client.query(keepSql, [
        organizationId,
        grantId,
        attemptId,
        Buffer.from(tokens.tokenSet.envelope),
        tokens.hasRefreshToken === 'yes',
        secondsLeft,
        lifetimeSeconds,
        tokens.grantedScopes ? JSON.stringify(tokens.grantedScopes.map(storableText)) : null,
        secondsOf(lifeMs),
      ]);
      await client.query(rearmSql, [organizationId, grantId, lastCrash]);
    },
    'synchronous',
  );
}

interface AlternateRow {
  readonly attempt_id: string;
  readonly token_set: Uint8Array;
  readonly has_refresh_token: boolean;
  readonly expires_at: Date | null;
  readonly lifetime_seconds: number | null;
  readonly granted_scopes: readonly string[] | null;
}

/** Puts the newest alternate into the place of the stored set that was refused. */
export async function adoptAlternateTokens(
  db: Database,
  { organizationId, grantId, generation, attemptId }: Fence,
): Promise<'adopted' | 'none' | 'fence_missed'> {
  return inTenantSql(
    db,
    organizationId,
    async (client) => {
      const held = await client.query(
        `SELECT FROM grant_clock WHERE organization_id = $1 AND grant_id = $2 AND generation = $3 AND attempt_id = $4
           AND duty IN ('refresh', 'recover') FOR NO KEY UPDATE`,
        [organizationId, grantId, generation, attemptId],
      );
      if (!held.rowCount) return 'fence_missed';
      const { rows } = await client.query<AlternateRow>(
        `DELETE FROM grant_alternate WHERE (organization_id, grant_id, attempt_id) IN (
           SELECT organization_id, grant_id, attempt_id FROM grant_alternate
            WHERE organization_id = $1 AND grant_id = $2 AND kept_until > statement_timestamp()
            ORDER BY kept_at DESC LIMIT 1)
         RETURNING attempt_id, token_set, has_refresh_token, expires_at, lifetime_seconds, granted_scopes`,
        [organizationId, grantId],
      );
      const [newest] = rows;
      if (!newest) return 'none';
      // An answer that was ambiguous, or refused and not confirmed, stays so: the alternate is tried once. A suspect of a
      // restore is none any more: the token that was suspected is gone.
      await client.query(
        `UPDATE grant_clock SET duty = 'refresh', generation = generation + 1, stored_by = $3, attempt_id = NULL,
           attempt_holder = NULL, takeover_at = NULL, attempts = 0, crashes = 0, due_at = statement_timestamp(), due_reason = 'retry',
           expires_at = $4, lifetime_seconds = $5, has_refresh_token = $6
         WHERE organization_id = $1 AND grant_id = $2`,
        [
          ...[organizationId, grantId, newest.attempt_id, newest.expires_at, newest.lifetime_seconds],
          newest.has_refresh_token,
        ],
      );
      await client.query(
        `UPDATE grant_token SET token_set = $3, updated_at = statement_timestamp()
         WHERE organization_id = $1 AND grant_id = $2 AND slot = 'main'`,
        [organizationId, grantId, newest.token_set],
      );
      if (newest.granted_scopes)
        await client.query('UPDATE "grant" SET granted_scopes = $3 WHERE organization_id = $1 AND id = $2', [
          ...[organizationId, grantId, newest.granted_scopes],
        ]);
      return 'adopted';
    },
    'synchronous',
  );
}
