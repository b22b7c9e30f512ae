import type { AuthorizationOutcome } from '../../src/authorize/authorization-session.js';
import type { ConfirmationAnswer, ConfirmationsPort } from '../../src/callback/confirmations-port.js';
import type { ConnectionEvent } from '../../src/connection/connection-event.js';
import type { GrantId } from '../../src/ids.js';
import { isMadeFor } from '../../src/redirect/redirect-uri.js';
import { attachGrant, insertGrant } from './memory-new-grant.js';
import {
  type ConnectionRow,
  connectionOf,
  isSame,
  letGo,
  type MemoryDatabase,
  type SessionRow,
} from './memory-rows.js';

/** The confirmations port over rows in memory. */
export function memoryConfirmations(database: MemoryDatabase): ConfirmationsPort {
  const now = () => database.clock.now();

  function answered(
    answer: ConfirmationAnswer,
    give: (connection: ConnectionRow, row: SessionRow, grantId: GrantId) => void,
  ): Awaited<ReturnType<ConfirmationsPort['confirm']>> {
    const row = database.sessions.get(answer.authorizationSessionId);
    const connection = connectionOf(database, answer.organizationId, answer.connectionId);
    if (!row?.outcome || row.session.connectionId !== connection?.id) return { kind: 'unknown' };
    if (!isSame(row.session.browserHash, answer.browserHash)) return { kind: 'unknown' };
    const session = factsOf(row);
    const { unconfirmed, outcome } = row;
    if (!unconfirmed || now() >= unconfirmed.until) return { kind: 'ended', session, outcome };
    row.unconfirmed = undefined;
    give(connection, row, unconfirmed.grantId);
    return { kind: 'answered', session };
  }

  return {
    consumeWithoutState: ({ browserHashes, withinSeconds, ...place }) =>
      database.write('consume_without_state', () => {
        const ofBrowser = [...database.sessions.values()].filter(
          ({ session, expiresAt }) =>
            session.terms.server.callback.state === 'dropped' &&
            isMadeFor(session, place) &&
            browserHashes.some((hash) => isSame(hash, session.browserHash)) &&
            now() < expiresAt,
        );
        const pending = ofBrowser.filter(({ consumed, ended }) => consumed === 'no' && !ended);
        const newest = pending.at(-1);
        if (!newest) {
          const taken = ofBrowser.filter(({ consumed }) => consumed === 'yes').at(-1);
          if (!taken) return { kind: 'unknown' };
          return { kind: 'repeated', session: factsOf(taken), outcome: taken.outcome ?? { kind: 'pending' } };
        }
        if (pending.length > 1) return { kind: 'several', session: factsOf(newest) };
        const startedAt = newest.expiresAt - newest.session.lifetimeSeconds * 1000;
        if (now() - startedAt >= withinSeconds * 1000) return { kind: 'too_late', session: factsOf(newest) };
        const client = database.clients.get(newest.session.terms.clientRowId);
        if (!client) throw new Error('the client is gone');
        const secretInputs = database.connections.get(newest.session.connectionId)?.secretInputs ?? {};
        newest.consumed = 'yes';
        return { kind: 'consumed', session: { ...newest.session, client, secretInputs } };
      }),
    create: (grant, { withinSeconds, details }) =>
      database.write('create_unconfirmed', () => {
        if (database.grants.has(grant.grantId)) return 'kept';
        const connection = connectionOf(database, grant.organizationId, grant.connectionId);
        const row = database.sessions.get(grant.authorizationSessionId);
        if (!connection || !row) throw new Error('there is no such connection or session');
        for (const other of database.sessions.values())
          if (other.session.connectionId === connection.id) supersede(database, other);
        insertGrant(database, grant);
        if (row.outcome) {
          letGo(database, grant.grantId);
          return 'given_up';
        }
        row.outcome = { kind: 'unconfirmed', details };
        row.unconfirmed = { grantId: grant.grantId, until: now() + withinSeconds * 1000 };
        return 'kept';
      }),
    confirm: (answer, event) =>
      database.write('confirm', () =>
        answered(answer, (connection, row, grantId) => {
          const grant = database.grants.get(grantId);
          if (grant && !grant.attempt && grant.attempts > 0 && grant.dueAt === undefined) grant.dueAt = now();
          attachGrant(database, connection, grantId, withDetails(event, row.outcome));
          row.outcome = { kind: 'succeeded' };
        }),
      ),
    decline: (answer, outcome, event) =>
      database.write('decline', () =>
        answered(answer, (connection, row, grantId) => {
          letGo(database, grantId);
          connection.lastFailure = outcome.error;
          connection.events.push(withDetails(event, row.outcome));
          row.outcome = outcome;
        }),
      ),
  };
}

function supersede(database: MemoryDatabase, row: SessionRow): void {
  if (!row.unconfirmed) return;
  letGo(database, row.unconfirmed.grantId);
  row.unconfirmed = undefined;
  row.outcome = { kind: 'failed', error: 'superseded', details: {} };
}

function withDetails(event: ConnectionEvent, outcome: AuthorizationOutcome | undefined): ConnectionEvent {
  return outcome?.kind === 'unconfirmed' ? { ...event, details: { ...outcome.details, ...event.details } } : event;
}

function factsOf({ session: { id, organizationId, connectionId, display } }: SessionRow) {
  return { id, organizationId, connectionId, display };
}
