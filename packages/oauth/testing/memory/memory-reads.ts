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
      requestedScopes: row.requestedScopes,
      grantedScopes: row.grantedScopes,
      exposeMembers: row.terms.server.exposeMembers,
      clientId: row.terms.clientId,
      ...(row.terms.server.api ? { api: row.terms.server.api } : {}),
      context: row.context,
      inputs: { ...defaultsOf(definition.inputs ?? [], environment), ...inputs, ...secretInputs },
    },
  };
}

/** What is left of a grant's access token, in seconds. */
export function secondsLeft(row: GrantRow, now: number): { readonly accessTokenSeconds?: number } {
  return row.expiresAt === undefined ? {} : { accessTokenSeconds: (row.expiresAt - now) / 1000 };
}
