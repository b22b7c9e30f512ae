import type {
  AuthorizationSession,
  ConsumedAuthorization,
  RepeatedOutcome,
} from '../../src/authorize/authorization-session.js';
import { pinnedEndpoint } from '../../src/callback/issuer-pin.js';
import { expectedIssuer } from '../../src/callback/pinned-issuer.js';
import type { AuthorizationSessionsPort } from '../../src/ports.js';
import { isMadeFor } from '../../src/redirect/redirect-uri.js';
import { connectionOf, endPending, isSame, type MemoryDatabase, type SessionRow } from './memory-rows.js';

/** The authorization sessions port over rows in memory. */
export function memoryAuthorizationSessions(database: MemoryDatabase): AuthorizationSessionsPort {
  const isExpired = (row: SessionRow) => database.clock.now() >= row.expiresAt;

  return {
    create: (session, event) =>
      database.write('create_session', () => {
        const connection = connectionOf(database, session.organizationId, session.connectionId);
        if (!connection) throw new Error('there is no such connection');
        endPending(database, session.connectionId, 'superseded');
        for (const row of database.sessions.values())
          if (isOfSameBrowser(row.session, session) && row.consumed === 'no' && !row.ended && !isExpired(row)) {
            row.ended = 'superseded';
            connectionOf(database, session.organizationId, row.session.connectionId)?.events.push({
              kind: 'authorization_superseded',
            });
          }
        database.sessions.set(session.id, {
          session,
          expiresAt: database.clock.now() + session.lifetimeSeconds * 1000,
          consumed: 'no',
          pastes: 0,
          ended: undefined,
          outcome: undefined,
          unconfirmed: undefined,
          ...{ reference: undefined, parked: undefined, heldUntil: undefined, completionCode: undefined },
        });
        connection.events.push(event);
      }),
    consume: (input) =>
      database.write('consume', () => {
        const row = [...database.sessions.values()].find(
          ({ session }) =>
            isSame(session.stateHash, input.stateHash) &&
            isMadeFor(session, input) &&
            input.browserHashes.some((hash) => isSame(hash, session.browserHash)),
        );
        return consumeRow(database, row);
      }),
    takeForPaste: ({ organizationId, connectionId, browserHash, mostTries }) =>
      database.write('take_for_paste', () => {
        const row = [...database.sessions.values()].find(
          (one) =>
            one.session.organizationId === organizationId &&
            one.session.connectionId === connectionId &&
            isSame(one.session.browserHash, browserHash) &&
            one.session.terms.server.callback.delivery === 'out_of_band' &&
            one.consumed === 'no' &&
            !one.ended &&
            !isExpired(one) &&
            one.pastes < mostTries,
        );
        const client = row && database.clients.get(row.session.terms.clientRowId);
        if (!row || !client) return { kind: 'none' };
        row.consumed = 'yes';
        row.pastes += 1;
        const secretInputs = database.connections.get(connectionId)?.secretInputs ?? {};
        return { kind: 'taken', session: { ...row.session, client, secretInputs }, triesLeft: mostTries - row.pastes };
      }),
    giveBack: (organizationId, sessionId, event) =>
      database.write('give_back', () => {
        const row = database.sessions.get(sessionId);
        if (row?.session.organizationId !== organizationId) throw new Error('there is no such session');
        if (row.outcome || row.ended) return;
        const { connectionId } = row.session;
        const newer = [...database.sessions.values()].some(
          (one) => one.session.connectionId === connectionId && one.consumed === 'no' && !one.ended && !isExpired(one),
        );
        if (newer) row.ended = 'superseded';
        else row.consumed = 'no';
        connectionOf(database, organizationId, connectionId)?.events.push(event);
      }),
    fail: (organizationId, sessionId, outcome, event) =>
      database.write('fail', () => {
        const row = database.sessions.get(sessionId);
        if (row?.session.organizationId !== organizationId) throw new Error('there is no such session');
        row.outcome ??= outcome;
        const connection = connectionOf(database, organizationId, row.session.connectionId);
        if (!connection) return;
        connection.lastFailure = outcome.error;
        connection.events.push(event);
      }),
    cancel: (organizationId, connectionId, event) =>
      database.write('cancel', () => {
        const connection = connectionOf(database, organizationId, connectionId);
        if (!connection || endPending(database, connectionId, 'cancelled') === 0) return 'none';
        connection.events.push(event);
        return 'cancelled';
      }),
  };
}

/** What a browser that comes back gets of its session; a pending one is consumed. */
export function consumeRow(database: MemoryDatabase, row: SessionRow | undefined): ConsumedAuthorization {
  if (!row) return { kind: 'unknown' };
  const { id, organizationId, connectionId, display } = row.session;
  const session = { id, organizationId, connectionId, display };
  if (row.consumed === 'yes') return { kind: 'repeated', session, outcome: row.outcome ?? openOutcome(row) };
  if (row.ended) return { kind: 'ended', session, how: row.ended };
  if (database.clock.now() >= row.expiresAt) return { kind: 'ended', session, how: 'expired' };
  const client = database.clients.get(row.session.terms.clientRowId);
  if (!client) throw new Error('the client is gone');
  const secretInputs = database.connections.get(connectionId)?.secretInputs ?? {};
  row.consumed = 'yes';
  row.consumedAt = database.clock.now();
  return { kind: 'consumed', session: { ...row.session, client, secretInputs, ...pinOf(database, row.session) } };
}

/** The pinned issuer that holds for a session, if any. */
export function pinOf(
  database: MemoryDatabase,
  { connectionConfigId, connectionId, environment, terms: { server } }: AuthorizationSession,
): { readonly pinnedIssuer?: string } {
  const pin = database.pins.find(
    (one) =>
      one.connectionConfigId === connectionConfigId &&
      one.environment === environment &&
      one.authorizationEndpoint === pinnedEndpoint(server),
  );
  const pinnedIssuer = expectedIssuer(pin?.pinned, connectionId);
  return pinnedIssuer === undefined || server.issuer !== undefined ? {} : { pinnedIssuer };
}

function openOutcome(row: SessionRow): RepeatedOutcome {
  const completion = row.session.completion?.kind ?? 'wizard';
  return row.heldUntil === undefined ? { kind: 'pending' } : { kind: 'parked', completion };
}

/** Which of a browser's flows an answer without state would be for cannot be told: there may be one at a time. */
function isOfSameBrowser(one: AuthorizationSession, other: AuthorizationSession): boolean {
  return (
    other.terms.server.callback.state === 'dropped' &&
    one.terms.server.callback.state === 'dropped' &&
    one.connectionConfigId === other.connectionConfigId &&
    one.environment === other.environment &&
    isSame(one.browserHash, other.browserHash)
  );
}
