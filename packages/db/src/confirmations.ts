import type {
  AnsweredConfirmation,
  AuthorizationOutcome,
  ConfirmationAnswer,
  ConfirmationsPort,
  ConnectionEvent,
} from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { noteFailure, outcomeJson } from './authorization-sessions.js';
import { type LockedConnection, lockConnection } from './connection-lock.js';
import type { Database } from './database.js';
import { recordEvent } from './events.js';
import { attachGrant } from './grants/attach.js';
import { insertGrant } from './grants/create.js';
import { letGoOfGrant } from './grants/let-go.js';
import { type ConsumedRow, consumedOf, factsOf, type SessionRow } from './session-rows.js';
import { acrossTenantsSql, enterTenant, inTenantSql } from './tenant-scope.js';
import { dropUnconfirmed } from './unconfirmed.js';

/** Confirmations on Postgres, under either login. */
export function createConfirmations(db: Database): ConfirmationsPort {
  return {
    async consumeWithoutState({ browserHashes, withinSeconds, ...place }) {
      return acrossTenantsSql(db, async (client) => {
        const { rows } = await client.query<Omit<ConsumedRow, 'kind'> & { readonly kind: Consumed }>(
          'SELECT kind, (session).* FROM consume_authorization_session_without_state($1, $2, $3, $4, $5)',
          [
            ...[place.connectionConfigId, place.environment, browserHashes.map((hash) => Buffer.from(hash))],
            ...[withinSeconds, place.serverSegment ?? ''],
          ],
        );
        const row = rows[0];
        if (!row || row.kind === 'unknown') return { kind: 'unknown' };
        if (row.kind === 'several' || row.kind === 'too_late') return { kind: row.kind, session: factsOf(row) };
        if (row.kind === 'repeated')
          return { kind: row.kind, session: factsOf(row), outcome: row.outcome ?? { kind: 'pending' } };
        await enterTenant(client, row.organization_id);
        return { kind: 'consumed', session: await consumedOf(client, row) };
      });
    },

    async create(grant, { withinSeconds, details }) {
      const { organizationId, connectionId, grantId, authorizationSessionId } = grant;
      return inTenantSql(
        db,
        organizationId,
        async (client) => {
          const connection = await lockConnection(client, organizationId, connectionId);
          if (!connection) throw new Error(`connection ${connectionId} was deleted while it was being connected`);
          // All of it is one transaction: if the grant is there, so is the rest, and only the reply was lost.
          if (!(await insertGrant(client, grant))) return 'kept';
          await dropUnconfirmed(client, organizationId, connectionId, 'superseded');
          const { rowCount } = await client.query(
            `UPDATE authorization_session SET outcome = $3, unconfirmed_grant_id = $4,
               confirm_by = statement_timestamp() + make_interval(secs => $5)
             WHERE organization_id = $1 AND id = $2 AND consumed_at IS NOT NULL AND outcome IS NULL`,
            [
              organizationId,
              authorizationSessionId,
              outcomeJson({ kind: 'unconfirmed', details }),
              grantId,
              withinSeconds,
            ],
          );
          if (rowCount) return 'kept';
          // Cancelled or given up as interrupted meanwhile: nobody can be asked any more.
          await letGoOfGrant(client, organizationId, grantId);
          return 'given_up';
        },
        'synchronous',
      );
    },

    async confirm(answer, event) {
      return answered(db, answer, async (client, connection, waiting) => {
        const { organizationId, connectionId } = answer;
        await attachGrant(client, { organizationId, connectionId, grantId: waiting.grantId }, connection.grant_id);
        await client.query(
          `UPDATE grant_clock SET due_at = statement_timestamp(), due_reason = 'retry'
           WHERE organization_id = $1 AND grant_id = $2 AND attempt_id IS NULL AND attempts > 0 AND due_at IS NULL`,
          [organizationId, waiting.grantId],
        );
        await recordEvent(client, answer, withDetails(event, waiting));
        return { kind: 'succeeded' };
      });
    },

    async decline(answer, outcome, event) {
      return answered(db, answer, async (client, _connection, waiting) => {
        await letGoOfGrant(client, answer.organizationId, waiting.grantId);
        await noteFailure(client, answer, outcome.error, outcome.details);
        await recordEvent(client, answer, withDetails(event, waiting));
        return outcome;
      });
    },
  };
}

type Consumed = 'consumed' | 'repeated' | 'several' | 'too_late' | 'unknown';

interface Waiting {
  readonly grantId: string;
  readonly details: Readonly<Record<string, string>>;
}

/** Locks the connection and the session of that browser, and lets its answer settle what waits; once. */
async function answered(
  db: Database,
  answer: ConfirmationAnswer,
  settle: (client: ClientBase, connection: LockedConnection, waiting: Waiting) => Promise<AuthorizationOutcome>,
): Promise<AnsweredConfirmation> {
  const { organizationId, connectionId, authorizationSessionId } = answer;
  return inTenantSql(
    db,
    organizationId,
    async (client) => {
      const connection = await lockConnection(client, organizationId, connectionId);
      if (!connection) return { kind: 'unknown' };
      const { rows } = await client.query<SessionRow & { unconfirmed_grant_id: string | null; is_open: boolean }>(
        `SELECT *, coalesce(confirm_by > statement_timestamp(), false) AS is_open FROM authorization_session
         WHERE organization_id = $1 AND id = $2 AND connection_id = $3 AND browser_hash = $4 AND outcome IS NOT NULL
         FOR UPDATE`,
        [organizationId, authorizationSessionId, connectionId, Buffer.from(answer.browserHash)],
      );
      const row = rows[0];
      if (!row?.outcome) return { kind: 'unknown' };
      const session = factsOf(row);
      const { outcome, unconfirmed_grant_id: grantId } = row;
      if (outcome.kind !== 'unconfirmed' || grantId === null || !row.is_open)
        return { kind: 'ended', session, outcome };
      const end = await settle(client, connection, { grantId, details: outcome.details });
      await client.query(
        `UPDATE authorization_session SET outcome = $3, unconfirmed_grant_id = NULL, confirm_by = NULL
         WHERE organization_id = $1 AND id = $2`,
        [organizationId, authorizationSessionId, outcomeJson(end)],
      );
      return { kind: 'answered', session };
    },
    'synchronous',
  );
}

function withDetails(event: ConnectionEvent, { details }: Waiting): ConnectionEvent {
  return { ...event, details: { ...details, ...event.details } };
}
