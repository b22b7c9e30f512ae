import type { Claim, ConnectionEvent, StoredTokens } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import type { Database } from '../database.js';
import { gather } from '../gather.js';
import { storableText } from '../storable.js';
import { acrossTenantsSql } from '../tenant-scope.js';
import { clockValues } from './clock-values.js';
import { turnToActive } from './connection-state.js';
import { storeTokens } from './store.js';

type Stored = 'stored' | 'fence_missed';

/** One answer to be stored. */
interface Storing {
  readonly claim: Claim;
  readonly tokens: StoredTokens;
  readonly recovered: ConnectionEvent;
}

// The statement of store.ts for many rows: each has its own fence, by generation. Two answers for one generation store
// one of them, which `stored_by` tells.
const sql = `
WITH given AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::uuid[], $5::float8[], $6::integer[], $7::float8[],
      $8::boolean[], $9::bytea[], $10::text[])
    AS g (organization_id, grant_id, generation, attempt_id, seconds_left, lifetime_seconds, due_seconds,
      has_refresh_token, token_set, granted_scopes)
), stored AS (
  UPDATE grant_clock k SET generation = k.generation + 1, stored_by = g.attempt_id,
    attempt_id = NULL, attempt_holder = NULL, takeover_at = NULL, attempts = 0, crashes = 0, failing_since = NULL,
    is_ambiguous = false, is_refusal_unconfirmed = false, refreshed_at = statement_timestamp(),
    expires_at = statement_timestamp() + make_interval(secs => g.seconds_left), lifetime_seconds = g.lifetime_seconds,
    has_refresh_token = g.has_refresh_token,
    due_at = CASE WHEN k.duty = 'revoke' THEN statement_timestamp()
                  ELSE statement_timestamp() + make_interval(secs => g.due_seconds) END,
    due_reason = CASE WHEN k.duty = 'revoke' THEN 'revoke' WHEN g.due_seconds IS NULL THEN NULL ELSE 'schedule' END
  FROM given g WHERE k.organization_id = g.organization_id AND k.grant_id = g.grant_id AND k.generation = g.generation
  RETURNING k.organization_id, k.grant_id, k.stored_by, g.token_set, g.granted_scopes
), token AS (
  UPDATE grant_token t SET token_set = stored.token_set, updated_at = statement_timestamp() FROM stored
  WHERE t.organization_id = stored.organization_id AND t.grant_id = stored.grant_id AND t.slot = 'main'
), scopes AS (
  UPDATE "grant" g SET granted_scopes = stored.granted_scopes::text[] FROM stored
  WHERE g.organization_id = stored.organization_id AND g.id = stored.grant_id
    AND g.granted_scopes <> stored.granted_scopes::text[]
)
SELECT stored_by FROM stored`;

/**
 * As latchkey_worker: stores the answers that come together with one statement and one commit; in a busy worker that is a
 * fraction of the cost of one each. Where the statement fails for what one of them holds, each is stored by itself.
 */
export function createStoring(db: Database): (storing: Storing) => Promise<Stored> {
  const store = gather<Storing, PromiseSettledResult<Stored>>({ atOnce: 2, most: 64 }, async (storings) => {
    if (storings.length > 1)
      try {
        return (await storeMany(db, storings)).map((value) => ({ status: 'fulfilled', value }));
      } catch (error) {
        if (!isAboutARow(error)) throw error;
      }
    return Promise.allSettled(
      storings.map(({ claim, tokens, recovered }) => storeTokens(db, claim, tokens, recovered)),
    );
  });
  return async (storing) => {
    const outcome = await store(storing);
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  };
}

/** SQLSTATE classes 22 and 23: a value that is refused, a constraint. All else concerns every row alike. */
function isAboutARow(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]...$/.test(String(error.code));
}

async function storeMany(db: Database, storings: readonly Storing[]): Promise<readonly Stored[]> {
  const column = <Value>(value: (storing: Storing) => Value) => storings.map(value);
  const times = storings.map(({ tokens }) => clockValues(tokens));
  return acrossTenantsSql(
    db,
    async (client) => {
      const { rows } = await client.query<{ stored_by: string }>({
        name: 'store_token_sets',
        text: sql,
        values: [
          column(({ claim }) => claim.organizationId),
          column(({ claim }) => claim.grantId),
          column(({ claim }) => claim.generation),
          column(({ claim }) => claim.attemptId),
          times.map(({ secondsLeft }) => secondsLeft),
          times.map(({ lifetimeSeconds }) => lifetimeSeconds),
          times.map(({ dueSeconds }) => dueSeconds),
          column(({ tokens }) => tokens.hasRefreshToken === 'yes'),
          column(({ tokens }) => Buffer.from(tokens.tokenSet.envelope)),
          column(({ tokens }) => tokens.grantedScopes && arrayLiteral(tokens.grantedScopes.map(storableText))),
        ],
      });
      const stored = new Set(rows.map((row) => row.stored_by));
      await turnManyToActive(
        client,
        storings.filter(({ claim }) => stored.has(claim.attemptId)),
      );
      return column(({ claim }) => (stored.has(claim.attemptId) ? 'stored' : 'fence_missed'));
    },
    'synchronous',
  );
}

/** A statement of its own: it must see a settlement that the one before waited for. Nearly always there is none. */
async function turnManyToActive(client: ClientBase, stored: readonly Storing[]): Promise<void> {
  if (stored.length === 0) return;
  const { rows } = await client.query<{ grant_id: string }>({
    name: 'connections_in_error',
    text: `SELECT c.grant_id FROM unnest($1::uuid[], $2::uuid[]) AS w (organization_id, id)
             JOIN connection c ON c.organization_id = w.organization_id AND c.id = w.id WHERE c.status = 'error'`,
    values: [stored.map(({ claim }) => claim.organizationId), stored.map(({ claim }) => claim.connectionId)],
  });
  for (const { claim, recovered } of stored)
    if (rows.some((row) => row.grant_id === claim.grantId))
      await turnToActive(client, claim, recovered, claim.probe ? 'probe' : 'own_affair');
}

/** An array of texts as Postgres writes it, since an array of arrays must be of equal lengths. */
function arrayLiteral(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
