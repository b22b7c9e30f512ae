import type {
  AttemptId,
  Claim,
  Client,
  ClientRowId,
  ConnectionId,
  GrantId,
  GrantTerms,
  OrganizationId,
} from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { createJsonParser } from '../parsed-json.js';
import { sealedOf } from '../sealed.js';
import { type SecretInputColumn, secretInputs, secretInputsOf } from '../secret-inputs.js';
import type { OpenedAttempt } from './open-attempt.js';

interface ClaimRow extends SecretInputColumn {
  readonly organization_id: OrganizationId;
  readonly connection_id: ConnectionId;
  readonly grant_id: GrantId;
  readonly attempt_id: AttemptId;
  readonly generation: number;
  readonly attempts: number;
  readonly is_ambiguous: boolean;
  readonly is_refusal_unconfirmed: boolean;
  readonly access_token_seconds: number | null;
  readonly late_seconds: number;
  readonly age_seconds: number;
  readonly refreshed_seconds_ago: number;
  readonly lifetime_seconds: number | null;
  readonly idle_seconds: number | null;
  readonly absolute_seconds: number | null;
  readonly is_expiring: boolean;
  readonly failing_seconds: number | null;
  readonly revoking_seconds: number | null;
  readonly unused_seconds_ago: number | null;
  /** JSON, left as a text: most of one claim are equal. */
  readonly terms: string;
  readonly requested_scopes: readonly string[];
  readonly context: Readonly<Record<string, string>>;
  readonly token_set: Uint8Array;
}

/** A claim with what only a revocation needs. */
export interface LoadedClaim extends Claim {
  readonly revokingSeconds: number;
}

const parse = createJsonParser();

const sql = `
SELECT k.organization_id, g.connection_id, k.grant_id, k.attempt_id, k.generation, k.attempts, k.is_ambiguous,
       k.is_refusal_unconfirmed, g.terms::text, g.requested_scopes, g.context, t.token_set,
       extract(epoch FROM k.expires_at - statement_timestamp())::float8 AS access_token_seconds,
       coalesce(greatest(extract(epoch FROM statement_timestamp() - k.due_at), 0), 0)::float8 AS late_seconds,
       extract(epoch FROM statement_timestamp() - g.created_at)::float8 AS age_seconds,
       extract(epoch FROM statement_timestamp() - k.refreshed_at)::float8 AS refreshed_seconds_ago,
       k.lifetime_seconds, extract(epoch FROM k.idle_deadline - statement_timestamp())::float8 AS idle_seconds,
       extract(epoch FROM k.absolute_deadline - statement_timestamp())::float8 AS absolute_seconds,
       k.expiring_since IS NOT NULL AS is_expiring,
       extract(epoch FROM statement_timestamp() - k.failing_since)::float8 AS failing_seconds,
       extract(epoch FROM statement_timestamp() - g.revoking_since)::float8 AS revoking_seconds,
       CASE WHEN $3::float8 IS NOT NULL AND k.duty = 'refresh' AND k.due_reason = 'schedule'
         AND coalesce(k.last_read_at, g.created_at) < statement_timestamp() - make_interval(secs => $3)
         AND (g.terms #>> '{server,refresh,by}' = 'grant' OR EXISTS (SELECT FROM connection c
           JOIN connection_config f ON f.organization_id = c.organization_id AND f.id = c.connection_config_id
           WHERE c.organization_id = g.organization_id AND c.id = g.connection_id AND f.refresh_policy = 'when_used'))
         THEN extract(epoch FROM statement_timestamp() - k.refreshed_at)::float8 END AS unused_seconds_ago,
       ${secretInputs('g.organization_id', 'g.connection_id')}
  FROM unnest($1::uuid[], $2::uuid[]) AS wanted (organization_id, grant_id)
  JOIN grant_clock k ON k.organization_id = wanted.organization_id AND k.grant_id = wanted.grant_id
  JOIN "grant" g ON g.organization_id = k.organization_id AND g.id = k.grant_id
  JOIN grant_token t ON t.organization_id = k.organization_id AND t.grant_id = k.grant_id AND t.slot = 'main'`;

/**
 * Reads what the claimed grants need, in the claim's own transaction: the claimed rows are still locked, so generation,
 * tokens and terms belong together. `claimedAt` is monotonic time from before the claim was sent; nothing may be sent
 * once the takeover could come before the answer.
 */
export async function loadClaims(
  client: ClientBase,
  opened: readonly OpenedAttempt[],
  sendWithin: { readonly claimedAt: number; readonly reserveMs: number },
  /** A reader uses what it claims. */
  use: { readonly unusedAfterMs: number } | 'read',
): Promise<readonly LoadedClaim[]> {
  if (opened.length === 0) return [];
  const { rows } = await client.query<ClaimRow>({
    name: 'load_claims',
    text: sql,
    values: [
      opened.map((attempt) => attempt.organization_id),
      opened.map((attempt) => attempt.grant_id),
      use === 'read' ? null : use.unusedAfterMs / 1000,
    ],
  });
  const grants = rows.map((row) => ({ ...row, terms: parse<GrantTerms>(row.terms) }));
  const clients = await loadClients(client, grants);
  const byAttempt = new Map(grants.map((row) => [row.attempt_id as string, row]));
  return opened.flatMap((attempt) => {
    const row = byAttempt.get(attempt.attempt_id);
    if (!row) throw new Error(`grant ${attempt.grant_id} has a clock but no token set`);
    const claim = claimOf(row, clients, sendWithin.claimedAt + attempt.takeover_ms - sendWithin.reserveMs);
    const isProbe = attempt.probes ?? attempt.server_probes ?? attempt.server_hold;
    return [isProbe === undefined || isProbe === null ? claim : { ...claim, ...probesOf(attempt) }];
  });
}

function probesOf({ probes, server_probes, server_hold }: OpenedAttempt): Pick<Claim, 'probe' | 'serverProbe'> {
  const serverProbes = server_probes ?? (server_hold === 0 ? 0 : undefined);
  return {
    ...(probes === undefined ? {} : { probe: { probes } }),
    ...(serverProbes === undefined ? {} : { serverProbe: { probes: serverProbes } }),
  };
}

/** A claim's row with the terms that it shares with others. */
type ClaimedGrant = Omit<ClaimRow, 'terms'> & { readonly terms: GrantTerms };

interface SecretRow {
  readonly organization_id: OrganizationId;
  readonly client_row_id: ClientRowId;
  readonly id: string;
  readonly value: Uint8Array;
}

const secretsSql = `
SELECT s.organization_id, s.client_row_id, s.id, s.value
  FROM unnest($1::uuid[], $2::uuid[]) AS wanted (organization_id, client_row_id)
  JOIN client_secret s ON s.organization_id = wanted.organization_id AND s.client_row_id = wanted.client_row_id
 WHERE s.state IN ('current', 'next') ORDER BY s.state, s.id`;

/**
 * The clients of claimed grants, each once however many of the grants are its own: who holds the same value opens a secret
 * once too. Any live version of a secret serves.
 */
async function loadClients(
  client: ClientBase,
  grants: readonly ClaimedGrant[],
): Promise<ReadonlyMap<string, Client['secrets']>> {
  const wanted = new Map(grants.map((row) => [clientKey(row.organization_id, row.terms.clientRowId), row]));
  const { rows } = await client.query<SecretRow>({
    name: 'load_live_secrets',
    text: secretsSql,
    values: [
      [...wanted.values()].map((row) => row.organization_id),
      [...wanted.values()].map((row) => row.terms.clientRowId),
    ],
  });
  const found = new Map<string, Client['secrets'][number][]>([...wanted.keys()].map((key) => [key, []]));
  for (const row of rows)
    found.get(clientKey(row.organization_id, row.client_row_id))?.push({ rowId: row.id, value: sealedOf(row.value) });
  return found;
}

function clientKey(organizationId: string, clientRowId: string): string {
  return `${organizationId} ${clientRowId}`;
}

function claimOf(row: ClaimedGrant, clients: Awaited<ReturnType<typeof loadClients>>, sendBefore: number): LoadedClaim {
  const { clientRowId, clientId } = row.terms;
  return {
    organizationId: row.organization_id,
    connectionId: row.connection_id,
    grantId: row.grant_id,
    attemptId: row.attempt_id,
    generation: row.generation,
    terms: row.terms,
    // Identifier as frozen.
    client: { rowId: clientRowId, clientId, secrets: clients.get(clientKey(row.organization_id, clientRowId)) ?? [] },
    secretInputs: secretInputsOf(row),
    requestedScopes: row.requested_scopes,
    context: row.context,
    tokenSet: sealedOf(row.token_set),
    ...(row.access_token_seconds === null ? {} : { accessTokenSeconds: row.access_token_seconds }),
    lateSeconds: row.late_seconds,
    clocks: {
      ageSeconds: row.age_seconds,
      refreshedSecondsAgo: row.refreshed_seconds_ago,
      ...(row.lifetime_seconds === null ? {} : { lifetimeSeconds: row.lifetime_seconds }),
      ...(row.idle_seconds === null ? {} : { idleSeconds: row.idle_seconds }),
      ...(row.absolute_seconds === null ? {} : { absoluteSeconds: row.absolute_seconds }),
      expiring: row.is_expiring ? 'told' : 'not_told',
    },
    attempts: row.attempts,
    ...(row.failing_seconds === null ? {} : { failingSeconds: row.failing_seconds }),
    earlierOutcome: row.is_ambiguous ? 'ambiguous' : 'known',
    earlierRefusal: row.is_refusal_unconfirmed ? 'unconfirmed' : 'none',
    ...(row.unused_seconds_ago === null ? {} : { unused: { refreshedSecondsAgo: row.unused_seconds_ago } }),
    sendBefore,
    revokingSeconds: row.revoking_seconds ?? 0,
  };
}
