import type { ConnectionEvent, Fence, StoredTokens } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import type { Database } from '../database.js';
import { storableText } from '../storable.js';
import { inTenantSql } from '../tenant-scope.js';
import { clockValues, endValues } from './clock-values.js';
import { tellExpiring, turnToActive } from './connection-state.js';

export type Stored = 'stored' | 'fence_missed';

/** One answer to be stored. */
export interface Storing {
  readonly claim: Fence;
  readonly tokens: StoredTokens;
  readonly recovered: ConnectionEvent;
}

// Fenced by generation only (rule 4), each row by itself: an answer is stored even if somebody took over meanwhile, as
// long as nobody stored before. A grant that was let go of in between keeps its duty, and is due at once with its newest
// tokens. Two answers for one generation store one of them, which `stored_by` tells. Who took over may have had the provider
// end the grant, by showing it the refresh token that this answer replaced: then these tokens are tried at once. A suspect
// of a restore is none any more: its refresh token was good.
const sql = `
WITH given AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::uuid[], $5::float8[], $6::integer[], $7::float8[],
      $8::boolean[], $9::bytea[], $10::text[], $11::float8[], $12::float8[], $13::boolean[], $14::boolean[])
    AS g (organization_id, grant_id, generation, attempt_id, seconds_left, lifetime_seconds, due_seconds,
      has_refresh_token, token_set, granted_scopes, idle_seconds, absolute_seconds, is_absolute_kept, is_near)
), stored AS (
  UPDATE grant_clock k SET generation = k.generation + 1, stored_by = g.attempt_id,
    attempt_id = NULL, attempt_holder = NULL, takeover_at = NULL, attempts = 0, crashes = 0, failing_since = NULL,
    is_ambiguous = false, is_refusal_unconfirmed = false,
    duty = CASE k.duty WHEN 'recover' THEN 'refresh' ELSE k.duty END, refreshed_at = statement_timestamp(),
    expires_at = statement_timestamp() + make_interval(secs => g.seconds_left), lifetime_seconds = g.lifetime_seconds,
    has_refresh_token = g.has_refresh_token,
    idle_deadline = statement_timestamp() + make_interval(secs => g.idle_seconds),
    absolute_deadline = CASE WHEN g.is_absolute_kept THEN k.absolute_deadline
                             ELSE statement_timestamp() + make_interval(secs => g.absolute_seconds) END,
    expiring_since = CASE WHEN g.is_near THEN coalesce(k.expiring_since, statement_timestamp()) END,
    due_at = CASE WHEN k.duty = 'revoke' OR k.attempt_id IS DISTINCT FROM g.attempt_id AND g.has_refresh_token
                  THEN statement_timestamp() ELSE statement_timestamp() + make_interval(secs => g.due_seconds) END,
    due_reason = CASE WHEN k.duty = 'revoke' THEN 'revoke'
                      WHEN k.attempt_id IS DISTINCT FROM g.attempt_id AND g.has_refresh_token THEN 'retry'
                      WHEN g.due_seconds IS NULL THEN NULL ELSE 'schedule' END
  FROM given g WHERE k.organization_id = g.organization_id AND k.grant_id = g.grant_id AND k.generation = g.generation
  RETURNING k.organization_id, k.grant_id, k.stored_by, g.token_set, g.granted_scopes,
    CASE WHEN k.expiring_since = statement_timestamp()::timestamptz(3) THEN k.absolute_deadline END AS told_end
), token AS (
  UPDATE grant_token t SET token_set = stored.token_set, updated_at = statement_timestamp() FROM stored
  WHERE t.organization_id = stored.organization_id AND t.grant_id = stored.grant_id AND t.slot = 'main'
), scopes AS (
  UPDATE "grant" g SET granted_scopes = stored.granted_scopes::text[] FROM stored
  WHERE g.organization_id = stored.organization_id AND g.id = stored.grant_id
    AND g.granted_scopes <> stored.granted_scopes::text[]
)
SELECT stored_by, told_end FROM stored`;

/** Stores answers with one statement in the transaction of `client`; tells of each what became of it, in their order. */
export async function storeRows(client: ClientBase, storings: readonly Storing[]): Promise<readonly Stored[]> {
  const column = <Value>(value: (storing: Storing) => Value) => storings.map(value);
  const times = storings.map(({ tokens }) => clockValues(tokens));
  const ends = storings.map(({ tokens }) => endValues(tokens));
  const { rows } = await client.query<{ stored_by: string; told_end: Date | null }>({
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
      ends.map(({ idleSeconds }) => idleSeconds),
      ends.map(({ absoluteSeconds }) => absoluteSeconds),
      ends.map(({ isAbsoluteKept }) => isAbsoluteKept),
      ends.map(({ isNear }) => isNear),
    ],
  });
  const stored = new Map(rows.map((row) => [row.stored_by, row.told_end]));
  await turnManyToActive(
    client,
    storings.filter(({ claim }) => stored.has(claim.attemptId)),
  );
  for (const { claim } of storings) {
    const end = stored.get(claim.attemptId);
    if (end) await tellExpiring(client, claim, end);
  }
  return column(({ claim }) => (stored.has(claim.attemptId) ? 'stored' : 'fence_missed'));
}

/** Stores one answer, in a transaction of its organization. */
export async function storeTokens(
  db: Database,
  claim: Fence,
  tokens: StoredTokens,
  recovered: ConnectionEvent,
): Promise<Stored> {
  const store = (client: ClientBase) => storeRows(client, [{ claim, tokens, recovered }]);
  const [stored = 'fence_missed'] = await inTenantSql(db, claim.organizationId, store, 'synchronous');
  return stored;
}

/** A statement of its own: it must see a settlement that the one before waited for. Nearly always there is none. */
async function turnManyToActive(client: ClientBase, stored: readonly Storing[]): Promise<void> {
  if (stored.length === 0) return;
  // Not filtered here: the index of statuses would be tempting, and holds all that an outage put into error.
  const { rows } = await client.query<{ grant_id: string | null; status: string }>({
    name: 'statuses_of_connections',
    text: `SELECT c.grant_id, c.status FROM unnest($1::uuid[], $2::uuid[]) AS w (organization_id, id)
             JOIN connection c ON c.organization_id = w.organization_id AND c.id = w.id`,
    values: [stored.map(({ claim }) => claim.organizationId), stored.map(({ claim }) => claim.connectionId)],
  });
  const inError = new Set(rows.filter(({ status }) => status === 'error').map(({ grant_id }) => grant_id));
  for (const { claim, recovered } of stored)
    if (inError.has(claim.grantId)) await turnToActive(client, claim, recovered, claim.probe ? 'probe' : 'own_affair');
}

/** An array of texts as Postgres writes it, since an array of arrays must be of equal lengths. */
function arrayLiteral(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
