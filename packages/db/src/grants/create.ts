import { type ConnectionEvent, type NewGrant, tokenServerHost } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { outcomeJson } from '../authorization-sessions.js';
import { lockConnection } from '../connection-lock.js';
import type { Database } from '../database.js';
import { endGrantedDevice } from '../device-authorizations.js';
import { recordEvent } from '../events.js';
import { isOvertaken } from '../given-up.js';
import { pinIssuer } from '../pin-issuer.js';
import { storableJson, storableText } from '../storable.js';
import { inTenantSql } from '../tenant-scope.js';
import { attachGrant } from './attach.js';
import { clockValues, endValues } from './clock-values.js';
import { letGoOfGrant } from './let-go.js';

export async function createGrant(
  db: Database,
  grant: NewGrant,
  event: ConnectionEvent,
): Promise<'connected' | 'given_up'> {
  const { organizationId, connectionId, grantId, authorizationSessionId } = grant;
  return inTenantSql(
    db,
    organizationId,
    async (client) => {
      const connection = await lockConnection(client, organizationId, connectionId);
      if (!connection) throw new Error(`connection ${connectionId} was deleted while it was being connected`);
      // All of it is one transaction: if the grant is there, so is the rest, and only the reply was lost.
      if (!(await insertGrant(client, grant))) return (await isLive(client, grant)) ? 'connected' : 'given_up';
      const device = grant.deviceAuthorizationId;
      if (device !== undefined && (await endGrantedDevice(client, organizationId, device)) === 'given_up') {
        // The person gave up while the provider answered: nobody may read these tokens, and they are not left there.
        await letGoOfGrant(client, organizationId, grantId);
        return 'given_up';
      }
      const session = authorizationSessionId && { organizationId, authorizationSessionId };
      if (session && (await isOvertaken(client, session, connection.grant_id))) {
        await letGoOfGrant(client, organizationId, grantId);
        return 'given_up';
      }
      await attachGrant(client, grant, connection.grant_id);
      await pinIssuer(client, grant);
      if (session)
        await client.query(
          `UPDATE authorization_session SET outcome = $3
         WHERE organization_id = $1 AND id = $2 AND consumed_at IS NOT NULL`,
          [organizationId, authorizationSessionId, outcomeJson({ kind: 'succeeded' })],
        );
      await recordEvent(client, { organizationId, connectionId }, event);
      return 'connected';
    },
    'synchronous',
  );
}

async function isLive(client: ClientBase, { organizationId, grantId }: NewGrant): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM "grant" WHERE organization_id = $1 AND id = $2 AND state = 'live'`,
    [organizationId, grantId],
  );
  return rowCount === 1;
}

/** Inserts grant, clock and tokens; false when they are there already. */
export async function insertGrant(client: ClientBase, grant: NewGrant): Promise<boolean> {
  const { terms, account } = grant;
  const { rowCount } = await client.query(
    `INSERT INTO "grant" (organization_id, id, connection_id, state, terms, client_row_id, redirect_uri,
       definition_version, requested_scopes, granted_scopes, context, account_label, account_subject,
       authorization_session_id)
     VALUES ($1, $2, $3, 'live', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     ON CONFLICT (organization_id, id) DO NOTHING`,
    [
      grant.organizationId,
      grant.grantId,
      grant.connectionId,
      JSON.stringify(terms),
      terms.clientRowId,
      terms.redirectUri ?? null,
      terms.definitionVersion,
      grant.requestedScopes,
      (grant.tokens.grantedScopes ?? grant.requestedScopes).map(storableText),
      storableJson(grant.context),
      account?.label === undefined ? null : storableText(account.label),
      account?.subject === undefined ? null : storableText(account.subject),
      grant.authorizationSessionId ?? null,
    ],
  );
  if (rowCount !== 1) return false;
  await insertClockAndToken(client, grant);
  return true;
}

async function insertClockAndToken(client: ClientBase, grant: NewGrant): Promise<void> {
  const { organizationId, grantId, tokens } = grant;
  const { secondsLeft, lifetimeSeconds, dueSeconds } = clockValues(tokens);
  const { idleSeconds, absoluteSeconds } = endValues(tokens);
  await client.query(
    `INSERT INTO grant_clock (organization_id, grant_id, client_row_id, duty, due_at, due_reason, generation,
       refreshed_at, expires_at, lifetime_seconds, has_refresh_token, idle_deadline, absolute_deadline,
       revokes_access_token, token_server)
     VALUES ($1, $2, $3, 'refresh', statement_timestamp() + make_interval(secs => $4),
       CASE WHEN $4::float8 IS NULL THEN NULL ELSE 'schedule' END, 1,
       statement_timestamp(), statement_timestamp() + make_interval(secs => $5), $6, $7,
       statement_timestamp() + make_interval(secs => $8), statement_timestamp() + make_interval(secs => $9), $10,
       token_server_key($11))`,
    [
      organizationId,
      grantId,
      grant.terms.clientRowId,
      dueSeconds,
      secondsLeft,
      lifetimeSeconds,
      tokens.hasRefreshToken === 'yes',
      idleSeconds,
      absoluteSeconds,
      grant.terms.server.refresh.revokesAccessToken === true,
      tokenServerHost(grant) ?? '',
    ],
  );
  await client.query(
    "INSERT INTO grant_token (organization_id, grant_id, slot, token_set) VALUES ($1, $2, 'main', $3)",
    [organizationId, grantId, Buffer.from(tokens.tokenSet.envelope)],
  );
}
