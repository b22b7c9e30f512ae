import type { IssuerPin } from '../../src/callback/issuer-pin.js';
import { pinAfter } from '../../src/callback/pinned-issuer.js';
import type { ConnectionEvent } from '../../src/connection/connection-event.js';
import type { GrantId } from '../../src/ids.js';
import type { NewGrant, StoredTokens } from '../../src/ports.js';
import {
  type ConnectionRow,
  connectionOf,
  type GrantRow,
  letGo,
  type MemoryDatabase,
  type SessionRow,
} from './memory-rows.js';

/** Puts a token set and its times into a grant's row. */
export function putTokens({ clock }: MemoryDatabase, row: GrantRow, tokens: StoredTokens): void {
  const { expiresInSeconds, elapsedMs, dueInMs } = tokens;
  row.tokenSet = tokens.tokenSet;
  row.hasRefreshToken = tokens.hasRefreshToken;
  row.lifetimeSeconds = expiresInSeconds;
  row.expiresAt = expiresInSeconds === undefined ? undefined : clock.now() + expiresInSeconds * 1000 - elapsedMs;
  row.dueAt = dueInMs === undefined ? undefined : clock.now() + dueInMs;
  row.dueReason = 'schedule';
  row.refreshedAt = clock.now();
  if (tokens.grantedScopes) row.grantedScopes = tokens.grantedScopes;
  const at = (seconds: number | undefined) =>
    seconds === undefined ? undefined : clock.now() + seconds * 1000 - elapsedMs;
  const { idleSeconds, absolute } = tokens.ends ?? {};
  row.idleDeadline = at(idleSeconds);
  if (absolute?.stored !== 'already') row.absoluteDeadline = at(absolute?.seconds);
}

/** Tells once that a grant's end is near, in the log of the connection that holds it. */
export function tellExpiring(database: MemoryDatabase, row: GrantRow, end: number | undefined): void {
  if (row.expiringSince !== undefined || end === undefined) return;
  row.expiringSince = database.clock.now();
  const connection = connectionOf(database, row.organizationId, row.connectionId);
  if (connection?.grantId === row.id)
    connection.events.push({ kind: 'expiring', details: { expiresAt: new Date(end).toISOString() } });
}

/** A new row with its tokens, which no connection holds yet. */
export function insertGrant(database: MemoryDatabase, grant: NewGrant): void {
  const { organizationId, connectionId, grantId, terms, requestedScopes, context, account } = grant;
  const row: GrantRow = {
    ...{ organizationId, connectionId, id: grantId, terms, requestedScopes, context, subject: account?.subject },
    ...{ state: 'live', revocation: undefined, revokingSince: undefined, revocationAskedAt: undefined },
    ...{ tokenSet: undefined, hasRefreshToken: 'no' },
    ...{ grantedScopes: requestedScopes, generation: 1, storedBy: undefined, attempt: undefined, dueAt: undefined },
    ...{ attempts: 0, crashes: 0, failingSince: undefined, earlierOutcome: 'known', earlierRefusal: 'none' },
    ...{ expiresAt: undefined, lifetimeSeconds: undefined, alternates: [], awaits: undefined },
    ...{ dueReason: 'schedule', refreshedAt: 0, usedAt: database.clock.now(), madeAt: database.clock.now() },
    ...{ idleDeadline: undefined, absoluteDeadline: undefined, expiringSince: undefined },
    authorizationSessionId: grant.authorizationSessionId,
  };
  putTokens(database, row, grant.tokens);
  database.grants.set(row.id, row);
}

/** Whether a session was cancelled while its code was redeemed, or one that began later has connected already. */
export function isOvertaken(database: MemoryDatabase, row: SessionRow, current: GrantId | undefined): boolean {
  const newer = database.sessions.get(database.grants.get(current ?? '')?.authorizationSessionId ?? '');
  const isOlder = newer !== undefined && startOf(newer) > startOf(row);
  const { outcome } = row;
  const isCancelled =
    outcome?.kind === 'failed' && outcome.error === 'superseded' && outcome.details.exchange !== undefined;
  if (!isOlder && !isCancelled) return false;
  row.outcome = { kind: 'failed', error: 'superseded', details: { exchange: 'given up' } };
  return true;
}

function startOf({ session, expiresAt }: SessionRow): number {
  return expiresAt - session.lifetimeSeconds * 1000;
}

/** The connection takes a grant and lets go of a former one. */
export function attachGrant(
  database: MemoryDatabase,
  connection: ConnectionRow,
  grantId: GrantId,
  event: ConnectionEvent,
): void {
  if (connection.grantId) letGo(database, connection.grantId);
  Object.assign(connection, { grantId, revokingGrantId: undefined, status: 'active', reason: undefined });
  connection.lastFailure = undefined;
  connection.events.push(event);
}

/** Where a success of this connection leads the pin of its config, environment and endpoint. */
export function pinIssuer(
  database: MemoryDatabase,
  { id: connectionId, customerId }: ConnectionRow,
  pin: IssuerPin | undefined,
): void {
  if (!pin) return;
  const { issuer, ...place } = pin;
  const brought = { ...(issuer === undefined ? {} : { issuer }), by: customerId ?? connectionId, connectionId };
  const row = database.pins.find(
    (one) =>
      one.connectionConfigId === place.connectionConfigId &&
      one.environment === place.environment &&
      one.authorizationEndpoint === place.authorizationEndpoint,
  );
  if (row) row.pinned = pinAfter(row.pinned, brought);
  else database.pins.push({ ...place, pinned: pinAfter(undefined, brought) });
}
