import { type ConnectionId, parseTokenSet, reveal, type Sealed } from '@latchkey/oauth';
import pg from 'pg';
import type { Arranged } from './arrange.js';
import type { Scope } from './scope.js';

/** A connection's current grant with its clock, as the rows have it. */
export interface GrantRow {
  readonly connectionId: ConnectionId;
  readonly status: string;
  readonly reason: string | null;
  /** Null once the connection let go of it. */
  readonly grantId: string | null;
  readonly generation: number | null;
  readonly attemptId: string | null;
  readonly attemptHolder: string | null;
  readonly takeoverAt: Date | null;
  readonly dueAt: Date | null;
  readonly attempts: number | null;
  readonly crashes: number | null;
  readonly isAmbiguous: boolean | null;
  readonly refreshedAt: Date | null;
  readonly tokenSet: Uint8Array | null;
}

/** A look at the rows, past row-level security, which nothing that is tested may have. */
export interface Rows {
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** By connection. */
  grants(): Promise<ReadonlyMap<ConnectionId, GrantRow>>;
  grant(connectionId: ConnectionId): Promise<GrantRow>;
}

const sql = `
SELECT c.id AS "connectionId", c.status, c.reason, c.grant_id AS "grantId", k.generation, k.attempt_id AS "attemptId",
       k.attempt_holder AS "attemptHolder", k.takeover_at AS "takeoverAt", k.due_at AS "dueAt", k.attempts, k.crashes,
       k.is_ambiguous AS "isAmbiguous", k.refreshed_at AS "refreshedAt", t.token_set AS "tokenSet"
  FROM connection c
  LEFT JOIN grant_clock k ON k.organization_id = c.organization_id AND k.grant_id = c.grant_id
  LEFT JOIN grant_token t ON t.organization_id = c.organization_id AND t.grant_id = c.grant_id AND t.slot = 'main'`;

export function openRows(scope: Scope, adminUrl: string): Rows {
  const pool = new pg.Pool({ connectionString: adminUrl, max: 2, allowExitOnIdle: true });
  pool.on('error', () => undefined); // told by the query that it interrupts
  scope.teardown(() => pool.end());
  const query: Rows['query'] = async (text, values = []) => (await pool.query(text, [...values])).rows;
  const grants = async () => new Map((await query<GrantRow>(sql)).map((row) => [row.connectionId, row]));
  return {
    query,
    grants,
    async grant(connectionId) {
      const row = (await grants()).get(connectionId);
      if (!row) throw new Error(`there is no connection ${connectionId}`);
      return row;
    },
  };
}

/** The tokens that are stored for a connection now. */
export async function storedTokens(
  { vault, organizationId }: Arranged,
  { grantId, tokenSet }: GrantRow,
): Promise<{ readonly accessToken: string; readonly refreshToken: string | undefined }> {
  if (grantId === null || tokenSet === null) throw new Error('the connection holds no grant');
  const sealed = { envelope: tokenSet } as Sealed; // a brand for the compiler only
  const opened = parseTokenSet(
    await vault.open({ organizationId, row: grantId, field: 'grant_token.token_set' }, sealed),
  );
  return {
    accessToken: reveal(opened.accessToken),
    refreshToken: opened.refreshToken && reveal(opened.refreshToken),
  };
}
