import type { AuthorizationServer, ConnectionStatus, GrantId, Reason, StoredAccess } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { sealedOf } from '../sealed.js';

interface AccessRow {
  readonly status: ConnectionStatus;
  readonly reason: Reason | null;
  readonly grant_id: GrantId | null;
  readonly generation: number;
  readonly token_set: Uint8Array;
  readonly access_token_seconds: number | null;
  readonly lifetime_seconds: number | null;
  readonly expires_at: Date | null;
  readonly has_refresh_token: boolean;
  readonly requested_scopes: readonly string[];
  readonly granted_scopes: readonly string[];
  readonly expose_members: readonly string[] | null;
  readonly api: AuthorizationServer['api'] | null;
  readonly client_id: string;
  readonly context: Readonly<Record<string, string>>;
}

/** The hot read: one prepared statement by both ids, in no transaction; its function needs no tenant scope. */
export async function readAccess(
  db: Database,
  organizationId: string,
  connectionId: string,
): Promise<StoredAccess | undefined> {
  const { rows } = await db.pool.query<AccessRow>({
    name: 'read_stored_access',
    text: 'SELECT * FROM read_stored_access($1, $2)',
    values: [organizationId, connectionId],
  });
  const row = rows[0];
  if (!row) return undefined;
  const state = { status: row.status, ...(row.reason === null ? {} : { reason: row.reason }) };
  if (row.grant_id === null) return state;
  return {
    ...state,
    grant: {
      grantId: row.grant_id,
      generation: row.generation,
      tokenSet: sealedOf(row.token_set),
      ...(row.access_token_seconds === null ? {} : { accessTokenSeconds: row.access_token_seconds }),
      ...(row.lifetime_seconds === null ? {} : { lifetimeSeconds: row.lifetime_seconds }),
      ...(row.expires_at === null ? {} : { expiresAt: row.expires_at.toISOString() }),
      hasRefreshToken: row.has_refresh_token ? 'yes' : 'no',
      requestedScopes: row.requested_scopes,
      grantedScopes: row.granted_scopes,
      exposeMembers: row.expose_members ?? [],
      clientId: row.client_id,
      ...(row.api ? { api: row.api } : {}),
      context: row.context,
    },
  };
}
