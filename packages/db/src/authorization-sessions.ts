import type {
  AuthorizationOutcome,
  AuthorizationSession,
  AuthorizationSessionsPort,
  ConnectionId,
  OrganizationId,
} from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { lockConnection } from './connection-lock.js';
import type { Database } from './database.js';
import { recordEvent } from './events.js';
import { givenUp } from './given-up.js';
import { type ConsumedRow, consumedOf, notConsumed, type SessionRow } from './session-rows.js';
import { storableJson } from './storable.js';
import { acrossTenantsSql, enterTenant, inTenantSql } from './tenant-scope.js';
import { dropUnconfirmed } from './unconfirmed.js';

/** Authorization sessions on Postgres, under either login. */
export function createAuthorizationSessions(db: Database): AuthorizationSessionsPort {
  return {
    async create(session, event) {
      const { organizationId, connectionId } = session;
      await inTenantSql(db, organizationId, async (client) => {
        await lockConnection(client, organizationId, connectionId);
        const { rowCount } = await client.query(
          'SELECT FROM authorization_session WHERE organization_id = $1 AND id = $2',
          [organizationId, session.id],
        );
        if (rowCount) return; // the reply to our own commit was lost
        await supersedeInBrowser(client, session);
        if (await endPendingSessions(client, organizationId, connectionId, 'superseded'))
          await recordEvent(client, { organizationId, connectionId }, { kind: 'authorization_superseded' });
        await insertSession(client, session);
        await recordEvent(client, { organizationId, connectionId }, event);
      });
    },

    async consume(input) {
      return acrossTenantsSql(db, async (client) => {
        const { rows } = await client.query<ConsumedRow>(
          'SELECT kind, (session).* FROM consume_authorization_session($1, $2, $3, $4, $5)',
          [
            Buffer.from(input.stateHash),
            input.connectionConfigId,
            input.environment,
            input.browserHashes.map((hash) => Buffer.from(hash)),
            input.serverSegment ?? '',
          ],
        );
        const row = rows[0];
        if (row?.kind !== 'consumed') return notConsumed(row);
        await enterTenant(client, row.organization_id);
        return { kind: 'consumed', session: await consumedOf(client, row) };
      });
    },

    async takeForPaste({ organizationId, connectionId, browserHash, mostTries }) {
      return inTenantSql(db, organizationId, async (client) => {
        const { rows } = await client.query<SessionRow & { readonly paste_tries: number }>(
          `UPDATE authorization_session SET consumed_at = statement_timestamp(), paste_tries = paste_tries + 1
           WHERE organization_id = $1 AND connection_id = $2 AND browser_hash = $3
             AND terms #>> '{server,callback,delivery}' = 'out_of_band'
             AND consumed_at IS NULL AND ended_how IS NULL AND expires_at > statement_timestamp() AND paste_tries < $4
           RETURNING *`,
          [organizationId, connectionId, Buffer.from(browserHash), mostTries],
        );
        const row = rows[0];
        if (!row) return { kind: 'none' };
        return { kind: 'taken', session: await consumedOf(client, row), triesLeft: mostTries - row.paste_tries };
      });
    },

    async giveBack(organizationId, sessionId, event) {
      await inTenantSql(db, organizationId, async (client) => {
        const { rows } = await client.query<{ connection_id: ConnectionId }>(
          'SELECT connection_id FROM authorization_session WHERE organization_id = $1 AND id = $2',
          [organizationId, sessionId],
        );
        const connectionId = rows[0]?.connection_id;
        if (!connectionId) return; // erased with its connection
        await lockConnection(client, organizationId, connectionId);
        // At most one waits: a newer one, begun meanwhile, goes before.
        await client.query(
          `UPDATE authorization_session SET consumed_at = NULL, ended_how = CASE WHEN EXISTS (
             SELECT FROM authorization_session o WHERE o.organization_id = $1 AND o.connection_id = $3
               AND o.consumed_at IS NULL AND o.ended_how IS NULL) THEN 'superseded' END
           WHERE organization_id = $1 AND id = $2 AND outcome IS NULL AND ended_how IS NULL`,
          [organizationId, sessionId, connectionId],
        );
        await recordEvent(client, { organizationId, connectionId }, event);
      });
    },

    async fail(organizationId, sessionId, outcome, event) {
      await inTenantSql(db, organizationId, async (client) => {
        const { rows } = await client.query<{ connection_id: ConnectionId }>(
          `UPDATE authorization_session SET outcome = $3
           WHERE organization_id = $1 AND id = $2 AND consumed_at IS NOT NULL AND outcome IS NULL
           RETURNING connection_id`,
          [organizationId, sessionId, outcomeJson(outcome)],
        );
        const connectionId = rows[0]?.connection_id;
        if (!connectionId) return; // its first result stands
        await noteFailure(client, { organizationId, connectionId }, outcome.error, outcome.details);
        await recordEvent(client, { organizationId, connectionId }, event);
      });
    },

    async cancel(organizationId, connectionId, event) {
      return inTenantSql(db, organizationId, async (client) => {
        if (!(await endPendingSessions(client, organizationId, connectionId, 'cancelled'))) return 'none';
        await recordEvent(client, { organizationId, connectionId }, event);
        return 'cancelled';
      });
    },
  };
}

/**
 * Ends a connection's pending session, if any; one whose time was over ends as expired. A response that waits is thrown
 * away, a grant that waits to be confirmed is let go of, and where the flow was cancelled, what an exchange under way will
 * bring is let go of too ({@link givenUp}). True when one was ended so.
 */
export async function endPendingSessions(
  client: ClientBase,
  organizationId: OrganizationId,
  connectionId: ConnectionId,
  how: 'superseded' | 'cancelled',
): Promise<boolean> {
  const { rows } = await client.query<{ ended_how: string }>(
    `UPDATE authorization_session SET parked_response = NULL,
       ended_how = CASE WHEN expires_at > statement_timestamp() THEN $3 ELSE 'expired' END
     WHERE organization_id = $1 AND connection_id = $2 AND consumed_at IS NULL AND ended_how IS NULL
     RETURNING ended_how`,
    [organizationId, connectionId, how],
  );
  const dropped = await dropUnconfirmed(
    client,
    organizationId,
    connectionId,
    how === 'superseded' ? how : 'not_confirmed',
  );
  const { rowCount: held } = await client.query(
    `UPDATE authorization_session SET parked_response = NULL, parked_until = NULL,
       outcome = jsonb_build_object('kind', 'failed', 'details', '{}'::jsonb, 'error', CASE
         WHEN $3 = 'superseded' THEN $3 WHEN completion = 'link' THEN 'not_confirmed' ELSE 'not_completed' END)
     WHERE organization_id = $1 AND connection_id = $2 AND parked_until IS NOT NULL`,
    [organizationId, connectionId, how],
  );
  const exchanges = how === 'cancelled' ? await giveUpExchanges(client, organizationId, connectionId) : 0;
  return dropped > 0 || held === 1 || exchanges > 0 || rows.some((row) => row.ended_how === how);
}

async function giveUpExchanges(
  client: ClientBase,
  organizationId: OrganizationId,
  connectionId: ConnectionId,
): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE authorization_session SET outcome = $3
     WHERE organization_id = $1 AND connection_id = $2 AND consumed_at IS NOT NULL AND outcome IS NULL`,
    [organizationId, connectionId, givenUp],
  );
  return rowCount ?? 0;
}

/**
 * Where state is dropped, a browser can have one flow of a config and environment under way: which one an answer is for
 * could not be told. Others of the same browser end, in an order in which two starts at once never wait for each other.
 */
async function supersedeInBrowser(client: ClientBase, session: AuthorizationSession): Promise<void> {
  if (session.terms.server.callback.state !== 'dropped') return;
  const { organizationId, connectionId, connectionConfigId, environment, browserHash } = session;
  const { rows } = await client.query<{ id: string; connection_id: ConnectionId }>(
    `SELECT id, connection_id FROM authorization_session
     WHERE organization_id = $1 AND consumed_at IS NULL AND ended_how IS NULL AND (connection_id = $2 OR
       browser_hash = $3 AND connection_config_id = $4 AND environment = $5
       AND terms #>> '{server,callback,state}' = 'dropped' AND expires_at > statement_timestamp())
     ORDER BY id FOR UPDATE`,
    [organizationId, connectionId, Buffer.from(browserHash), connectionConfigId, environment],
  );
  for (const other of rows.filter((row) => row.connection_id !== connectionId)) {
    await client.query(
      `UPDATE authorization_session SET ended_how = 'superseded', parked_response = NULL
       WHERE organization_id = $1 AND id = $2`,
      [organizationId, other.id],
    );
    const where = { organizationId, connectionId: other.connection_id };
    await recordEvent(client, where, { kind: 'authorization_superseded' });
  }
}

/** Keeps the last failure where the connection's card finds it. */
export async function noteFailure(
  client: ClientBase,
  where: { readonly organizationId: string; readonly connectionId: string },
  error: string,
  details: Readonly<Record<string, string>>,
): Promise<void> {
  await client.query(
    `UPDATE connection SET last_failure_error = $3, last_failure_at = statement_timestamp(), last_failure_details = $4
     WHERE organization_id = $1 AND id = $2`,
    [where.organizationId, where.connectionId, error, storableJson(details)],
  );
}

/** An outcome as the column's JSON. */
export function outcomeJson(outcome: AuthorizationOutcome): string {
  if (outcome.kind === 'succeeded') return JSON.stringify(outcome);
  return JSON.stringify({ ...outcome, details: JSON.parse(storableJson(outcome.details)) });
}

async function insertSession(client: ClientBase, session: AuthorizationSession): Promise<void> {
  await client.query(
    `INSERT INTO authorization_session (organization_id, id, connection_id, connection_config_id, environment,
       state_hash, wizard_session_id, browser_hash, origin, completion, completion_challenge, code_verifier, terms,
       client_row_id, requested_scopes, display, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, statement_timestamp(),
       statement_timestamp() + make_interval(secs => $17))`,
    [
      session.organizationId,
      session.id,
      session.connectionId,
      session.connectionConfigId,
      session.environment,
      Buffer.from(session.stateHash),
      session.wizardSessionId ?? null,
      Buffer.from(session.browserHash),
      session.origin ?? null,
      session.completion?.kind ?? 'wizard',
      session.completion?.kind === 'embedded' ? session.completion.challenge : null,
      session.codeVerifier ? Buffer.from(session.codeVerifier.envelope) : null,
      JSON.stringify(session.terms),
      session.terms.clientRowId,
      session.requestedScopes,
      session.display,
      session.lifetimeSeconds,
    ],
  );
}
