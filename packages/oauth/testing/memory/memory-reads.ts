import type { GrantClocks } from '../../src/connection/grant.js';
import type { GrantsPort, StoredAccess } from '../../src/ports.js';
import { defaultsOf } from './memory-connections.js';
import { type ConnectionRow, connectionOf, type GrantRow, type MemoryDatabase } from './memory-rows.js';

/** The part of the grants port that only looks, over rows in memory. */
export function memoryReads(database: MemoryDatabase): Pick<GrantsPort, 'storedBy' | 'read' | 'readTerms'> {
  return {
    storedBy: (held) =>
      database.query('stored_by', () => {
        const row = database.grants.get(held.grantId);
        if (!row || row.state === 'ended') return undefined;
        return { generation: row.generation, ...(row.storedBy === undefined ? {} : { attemptId: row.storedBy }) };
      }),
    read: (organizationId, connectionId) =>
      database.query('read', () => {
        const connection = connectionOf(database, organizationId, connectionId);
        return connection && storedAccess(database, connection);
      }),
    readTerms: (organizationId, grantId) =>
      database.query('read_terms', () => {
        const row = database.grants.get(grantId);
        const client = row && database.clients.get(row.terms.clientRowId);
        if (row?.state !== 'live' || row.organizationId !== organizationId || !client) return undefined;
        const { connectionId, terms } = row;
        const secretInputs = database.connections.get(connectionId)?.secretInputs ?? {};
        return { organizationId, connectionId, terms, client, secretInputs };
      }),
  };
}

function storedAccess(database: MemoryDatabase, connection: ConnectionRow): StoredAccess {
  const { status, reason, grantId, definition, environment, inputs, secretInputs } = connection;
  const row = grantId === undefined ? undefined : database.grants.get(grantId);
  const state = { status, ...(reason ? { reason } : {}) };
  if (!row?.tokenSet) return state;
  return {
    ...state,
    grant: {
      grantId: row.id,
      generation: row.generation,
      tokenSet: row.tokenSet,
      ...secondsLeft(row, database.clock.now()),
      ...(row.lifetimeSeconds === undefined ? {} : { lifetimeSeconds: row.lifetimeSeconds }),
      ...(row.expiresAt === undefined ? {} : { expiresAt: new Date(row.expiresAt).toISOString() }),
      hasRefreshToken: row.hasRefreshToken,
      ...doubtOf(row),
      requestedScopes: row.requestedScopes,
      grantedScopes: row.grantedScopes,
      exposeMembers: row.terms.server.exposeMembers,
      clientId: row.terms.clientId,
      ...(row.terms.server.api ? { api: row.terms.server.api } : {}),
      context: row.context,
      inputs: {
        ...defaultsOf(definition.inputs ?? [], environment),
        ...secretInputs,
        ...(row.terms.server.inputs ?? inputs),
      },
    },
  };
}

function doubtOf(row: GrantRow): Pick<NonNullable<StoredAccess['grant']>, 'doubt'> {
  if (!row.terms.server.refresh.revokesAccessToken) return {};
  if (row.attempt) return { doubt: 'refresh_under_way' };
  return row.earlierOutcome === 'ambiguous' ? { doubt: 'refresh_ambiguous' } : {};
}

/** The clocks of a grant as a claim tells them. */
export function clocksOf(row: GrantRow, now: number): GrantClocks {
  const left = (deadline: number | undefined) => (deadline === undefined ? undefined : (deadline - now) / 1000);
  const [idleSeconds, absoluteSeconds] = [left(row.idleDeadline), left(row.absoluteDeadline)];
  return {
    ageSeconds: (now - row.madeAt) / 1000,
    refreshedSecondsAgo: (now - row.refreshedAt) / 1000,
    ...(row.lifetimeSeconds === undefined ? {} : { lifetimeSeconds: row.lifetimeSeconds }),
    ...(idleSeconds === undefined ? {} : { idleSeconds }),
    ...(absoluteSeconds === undefined ? {} : { absoluteSeconds }),
    expiring: row.expiringSince === undefined ? 'not_told' : 'told',
  };
}

/** What is left of a grant's access token, in seconds. */
export function secondsLeft(row: GrantRow, now: number): { readonly accessTokenSeconds?: number } {
  return row.expiresAt === undefined ? {} : { accessTokenSeconds: (row.expiresAt - now) / 1000 };
}
