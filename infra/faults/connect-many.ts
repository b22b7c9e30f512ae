import { type ConnectionId, type GrantId, secret, serializeTokenSet } from '@latchkey/oauth';
import pg from 'pg';
import { clockRows, connectionTables, grantRows } from '../bench/connection-rows.js';
import type { World } from './world.js';

/** How many rows of sealed tokens go into one statement. */
const batch = 500;

/** A connection as a row of the fault table sees it. */
export interface MadeConnection {
  readonly connectionId: ConnectionId;
  readonly grantId: GrantId;
  /** The grant's family in the provider's ledger. */
  readonly family: string;
}

/** Times of many grants, in seconds from now; negative: ago. */
export interface ManyTimes {
  readonly expiresInSeconds: number;
  readonly dueInSeconds: number;
}

type Where = Pick<World, 'database' | 'server' | 'arranged'>;

/**
 * Makes many live connections at once, as rows of the real tables, their tokens minted by the provider. In one
 * transaction, since workers may run.
 */
export async function connectMany(where: Where, count: number, times: ManyTimes): Promise<readonly MadeConnection[]> {
  const { arranged } = where;
  return withMade(where, count, async (admin) => {
    for (const { sql, values } of [grantRows(arranged), ...connectionTables(arranged, 'active')])
      await admin.query(sql, [...values]);
    const made = await insertTokens(admin, where);
    const { sql, values } = clockRows(arranged, { age: 'just_issued', from: new Date() });
    await admin.query(sql, [...values]);
    await admin.query(
      `UPDATE grant_clock SET expires_at = statement_timestamp() + make_interval(secs => $1::int),
         due_at = statement_timestamp() + make_interval(secs => $2), lifetime_seconds = greatest($1::int, 60)
       WHERE grant_id IN (SELECT grant_id FROM bench_made)`,
      [times.expiresInSeconds, times.dueInSeconds],
    );
    return made;
  });
}

/** Makes connections that were never connected. */
export async function makePending(where: Where, count: number): Promise<readonly ConnectionId[]> {
  return withMade(where, count, async (admin) => {
    for (const { sql, values } of connectionTables(where.arranged, 'pending')) await admin.query(sql, [...values]);
    const { rows } = await admin.query<{ id: ConnectionId }>('SELECT connection_id AS id FROM bench_made ORDER BY n');
    return rows.map(({ id }) => id);
  });
}

async function withMade<Result>(
  { database }: Where,
  count: number,
  work: (admin: pg.Client) => Promise<Result>,
): Promise<Result> {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    // References hold by construction, and to check each row takes minutes.
    await admin.query('BEGIN; SET LOCAL session_replication_role = replica');
    await admin.query(
      `CREATE TEMPORARY TABLE bench_made ON COMMIT DROP AS
         SELECT n, uuidv7() AS instance_id, uuidv7() AS connection_id, uuidv7() AS grant_id, uuidv7() AS link_id,
                0 AS due_after, 0 AS share
           FROM generate_series(1, ${Math.trunc(count)}) AS n`,
    );
    const result = await work(admin);
    await admin.query('COMMIT');
    await admin.query('ANALYZE');
    return result;
  } finally {
    await admin.end();
  }
}

/** Mints tokens for every row of `bench_made`, and stores them. */
async function insertTokens(
  admin: pg.Client,
  { server, arranged }: Pick<Where, 'server' | 'arranged'>,
): Promise<readonly MadeConnection[]> {
  const { organizationId, vault, clientId, scopes } = arranged;
  const { rows } = await admin.query<Omit<MadeConnection, 'family'>>(
    'SELECT connection_id AS "connectionId", grant_id AS "grantId" FROM bench_made ORDER BY n',
  );
  const made: MadeConnection[] = [];
  for (let at = 0; at < rows.length; at += batch) {
    const some = rows.slice(at, at + batch);
    const sealed = await Promise.all(
      some.map((row) => {
        const account = `person-${made.length + 1}@example.test`;
        const minted = server.mintGrant({ clientId, account, scope: scopes.join(' ') });
        made.push({ ...row, family: minted.family });
        return vault.seal(
          { organizationId, row: row.grantId, field: 'grant_token.token_set' },
          serializeTokenSet({
            accessToken: secret(minted.accessToken),
            refreshToken: secret(minted.refreshToken ?? ''),
            tokenType: 'Bearer',
            members: secret(JSON.stringify({ token_type: 'Bearer' })),
          }),
        );
      }),
    );
    await admin.query(
      `INSERT INTO grant_token (organization_id, grant_id, slot, token_set)
       SELECT $1, grant_id, 'main', token_set FROM unnest($2::uuid[], $3::bytea[]) AS made (grant_id, token_set)`,
      [organizationId, some.map(({ grantId }) => grantId), sealed.map(({ envelope }) => Buffer.from(envelope))],
    );
  }
  return made;
}
