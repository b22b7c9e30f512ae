import { type ConnectionEvent, type NewGrant, tokenServerHost } from '@latchkey/oauth';
import { rowsOf } from '../events.js';
import { clockValues, endValues } from '../grants/clock-values.js';
import { storableJson, storableText } from '../storable.js';
import type { TenantTransaction } from '../tenant-scope.js';

/**
 * Stores many grants at once, each where its connection is pending and holds none; answers the connections that took
 * theirs. A connection that somebody connected meanwhile is left alone: nothing is ever replaced or revoked.
 */
export async function importGrants(
  tx: TenantTransaction,
  organizationId: string,
  grants: readonly NewGrant[],
  event: ConnectionEvent,
): Promise<ReadonlySet<string>> {
  // In the order of their ids, so that two imports of the same connections do not wait for each other.
  const free = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM connection
     WHERE organization_id = ${organizationId}::uuid AND id = ANY (${grants.map((grant) => grant.connectionId)}::uuid[])
       AND grant_id IS NULL AND status = 'pending'
     ORDER BY id FOR NO KEY UPDATE`;
  const taken = new Set(free.map(({ id }) => id));
  const rows = JSON.stringify(grants.filter((grant) => taken.has(grant.connectionId)).map(rowOf));
  if (taken.size === 0) return taken;
  await tx.$executeRaw`
    INSERT INTO "grant" (organization_id, id, connection_id, state, terms, client_row_id, redirect_uri,
      definition_version, requested_scopes, granted_scopes, context, account_label, account_subject)
    SELECT ${organizationId}::uuid, id, connection_id, 'live', terms, client_row_id, redirect_uri, definition_version,
      requested_scopes, granted_scopes, context, account_label, account_subject
    FROM jsonb_to_recordset(${rows}::jsonb) AS row (id uuid, connection_id uuid, terms jsonb, client_row_id uuid,
      redirect_uri text, definition_version text, requested_scopes text[], granted_scopes text[], context jsonb,
      account_label text, account_subject text)`;
  await tx.$executeRaw`
    INSERT INTO grant_clock (organization_id, grant_id, client_row_id, duty, due_at, due_reason, generation,
      refreshed_at, expires_at, lifetime_seconds, has_refresh_token, idle_deadline, revokes_access_token,
      token_server)
    SELECT ${organizationId}::uuid, id, client_row_id, 'refresh',
      statement_timestamp() + make_interval(secs => due_seconds),
      CASE WHEN due_seconds IS NULL THEN NULL ELSE 'schedule' END, 1,
      statement_timestamp(), statement_timestamp() + make_interval(secs => seconds_left), lifetime_seconds,
      has_refresh_token, statement_timestamp() + make_interval(secs => idle_seconds), revokes_access_token,
      token_server_key(token_server_host)
    FROM jsonb_to_recordset(${rows}::jsonb) AS row (id uuid, client_row_id uuid, due_seconds float8,
      seconds_left float8, lifetime_seconds int, has_refresh_token boolean, idle_seconds float8,
      revokes_access_token boolean, token_server_host text)`;
  await tx.$executeRaw`
    INSERT INTO grant_token (organization_id, grant_id, slot, token_set)
    SELECT ${organizationId}::uuid, id, 'main', decode(token_set, 'base64')
    FROM jsonb_to_recordset(${rows}::jsonb) AS row (id uuid, token_set text)`;
  await tx.$executeRaw`
    UPDATE connection c SET status = 'active', reason = NULL, status_changed_at = statement_timestamp(),
      grant_id = row.id, connected_at = statement_timestamp(),
      last_failure_error = NULL, last_failure_at = NULL, last_failure_details = NULL
    FROM jsonb_to_recordset(${rows}::jsonb) AS row (id uuid, connection_id uuid)
    WHERE c.organization_id = ${organizationId}::uuid AND c.id = row.connection_id`;
  const written = [...taken].map((connectionId) => rowsOf({ organizationId, connectionId }, event));
  const lines = JSON.stringify(
    written.map(({ line: { connectionId, ...line } }) => ({ ...line, connection_id: connectionId })),
  );
  await tx.$executeRaw`
    INSERT INTO connection_event (organization_id, id, connection_id, kind, reason, actor, details)
    SELECT ${organizationId}::uuid, id, connection_id, kind, reason, actor, details
    FROM jsonb_to_recordset(${lines}::jsonb) AS row (id uuid, connection_id uuid, kind text, reason text, actor text,
      details jsonb)`;
  const outbox = JSON.stringify(
    written.flatMap(({ outbox: row }) => (row ? [{ ...row, connection_id: row.connectionId }] : [])),
  );
  await tx.$executeRaw`
    INSERT INTO webhook_outbox (organization_id, id, type, connection_id, payload)
    SELECT ${organizationId}::uuid, id, type, connection_id, payload
    FROM jsonb_to_recordset(${outbox}::jsonb) AS row (id uuid, type text, connection_id uuid, payload jsonb)`;
  return taken;
}

function rowOf(grant: NewGrant) {
  const { terms, tokens, account } = grant;
  const { secondsLeft, lifetimeSeconds, dueSeconds } = clockValues(tokens);
  return {
    id: grant.grantId,
    connection_id: grant.connectionId,
    terms,
    client_row_id: terms.clientRowId,
    redirect_uri: terms.redirectUri ?? null,
    definition_version: terms.definitionVersion,
    requested_scopes: grant.requestedScopes,
    granted_scopes: (tokens.grantedScopes ?? grant.requestedScopes).map(storableText),
    context: JSON.parse(storableJson(grant.context)),
    account_label: account?.label === undefined ? null : storableText(account.label),
    account_subject: account?.subject === undefined ? null : storableText(account.subject),
    due_seconds: dueSeconds,
    seconds_left: secondsLeft,
    lifetime_seconds: lifetimeSeconds,
    token_server_host: tokenServerHost(grant) ?? '',
    has_refresh_token: tokens.hasRefreshToken === 'yes',
    idle_seconds: endValues(tokens).idleSeconds,
    revokes_access_token: terms.server.refresh.revokesAccessToken === true,
    token_set: Buffer.from(tokens.tokenSet.envelope).toString('base64'),
  };
}
