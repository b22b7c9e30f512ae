import { randomBytes } from 'node:crypto';
import type { FreshDatabase } from '@latchkey/db/testing';
import { type ConnectionId, secret, serializeTokenSet } from '@latchkey/oauth';
import type pg from 'pg';
import { connectAdmin } from './connect-admin.js';
import { clockRows, connectionTables, grantRows, type RowStatement } from './connection-rows.js';
import { type BenchOrganization, lifetimeSeconds, scopes } from './organization.js';
import { grouped, startProgress } from './progress.js';

/** How many rows of sealed tokens go into one statement. */
const batch = 2000;
/** Statements at once: as many as the small machine that this is for has cores. */
const sideBySide = 2;

/** What indexes and statistics take at most, when all rows are there. */
const readyMs = 5_000;
const readyMsEach = 0.06;

/** What is made. */
export interface ConnectionPlan {
  readonly count: number;
  /** `sealed` tokens can be read and refreshed, `filler` has their length only; with `none` nobody has connected yet. */
  readonly tokens: 'sealed' | 'filler' | 'none';
  readonly age: 'just_issued' | 'at_any_moment';
  readonly say: (text: string) => void;
}

export interface MadeConnections {
  /** The moment at which the tokens are as planned. `at_any_moment`: shortly after all is ready; nothing is due before. */
  readonly from: Date;
}

/**
 * Makes connections, with a live grant each where there are tokens, as rows of the real tables: without their indexes at first, which are
 * built when all rows are there, and with fresh statistics at the end.
 */
export async function makeConnections(
  database: Pick<FreshDatabase, 'adminUrl'>,
  organization: BenchOrganization,
  plan: ConnectionPlan,
): Promise<MadeConnections> {
  const { count, age, tokens, say } = plan;
  const progress = startProgress(say, 'making connections', count);
  const admins = await Promise.all(Array.from({ length: sideBySide }, () => connectMaker(database)));
  const [admin] = admins as [pg.Client];
  try {
    await admin.query(
      `CREATE UNLOGGED TABLE bench_made AS
         SELECT n::integer AS n, uuidv7() AS instance_id, uuidv7() AS connection_id, uuidv7() AS grant_id,
                uuidv7() AS link_id, ${lifetimeSeconds} * (0.7 + 0.15 * random()) AS due_after, random() AS share
           FROM generate_series(1, ${Math.trunc(count)}) AS n;
       ALTER TABLE bench_made ADD PRIMARY KEY (n); ANALYZE bench_made`,
    );
    const isConnected = tokens !== 'none';
    const tables = [
      ...(isConnected ? [grantRows(organization)] : []),
      ...connectionTables(organization, isConnected ? 'active' : 'pending'),
    ];
    let from = new Date();
    await withoutIndexes(admin, [...tables.map(({ table }) => table), 'grant_clock', 'grant_token'], async () => {
      await shareOut(admins, [
        ...tables.map((statement) => (client: pg.Client) => insertRows(client, statement, say)),
        ...(tokens === 'filler' ? [(client: pg.Client) => insertFiller(client, organization)] : []),
      ]);
      if (tokens === 'sealed') await insertSealed(admins, organization, plan);
      // Last, so that little is due before all is ready.
      if (age === 'at_any_moment') from = new Date(Date.now() + readyMs + count * readyMsEach);
      if (isConnected) await insertRows(admin, clockRows(organization, { age, from }), say);
    });
    await admin.query('DROP TABLE bench_made');
    say('statistics');
    await admin.query('VACUUM (ANALYZE)');
    await admin.query('CHECKPOINT');
    progress.done();
    return { from };
  } finally {
    await Promise.all(admins.map((client) => client.end()));
  }
}

export interface MadeConnection {
  readonly connectionId: ConnectionId;
  readonly instanceId: string;
}

/** The connections that were made, in their order. */
export async function madeConnections(database: Pick<FreshDatabase, 'adminUrl'>): Promise<readonly MadeConnection[]> {
  const admin = await connectAdmin(database);
  try {
    const { rows } = await admin.query(
      'SELECT id AS "connectionId", instance_id AS "instanceId" FROM connection ORDER BY id',
    );
    return rows;
  } finally {
    await admin.end();
  }
}

async function connectMaker(database: Pick<FreshDatabase, 'adminUrl'>): Promise<pg.Client> {
  const client = await connectAdmin(database);
  // References hold by construction; to check each of a million rows takes minutes.
  await client.query(
    "SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '512MB'",
  );
  return client;
}

/** Inserts find no index to keep; the indexes are made anew from all rows when `work` is done. */
async function withoutIndexes(admin: pg.Client, tables: readonly string[], work: () => Promise<void>): Promise<void> {
  const named = tables.map((table) => `"${table}"`);
  await admin.query(
    'UPDATE pg_index SET indisready = false, indisvalid = false WHERE indrelid = ANY ($1::regclass[])',
    [named],
  );
  await work();
  for (const table of named) await admin.query(`REINDEX TABLE ${table}`);
}

type Task = (client: pg.Client) => Promise<unknown>;

async function shareOut(clients: readonly pg.Client[], tasks: readonly Task[]): Promise<void> {
  let next = 0;
  await Promise.all(
    clients.map(async (client) => {
      for (let task = tasks[next++]; task; task = tasks[next++]) await task(client);
    }),
  );
}

async function insertRows(client: pg.Client, { table, sql, values }: RowStatement, say: ConnectionPlan['say']) {
  const { rowCount } = await client.query(sql, [...values]);
  if ((rowCount ?? 0) >= 100_000) say(`rows of ${table}: ${grouped(rowCount ?? 0)}`);
}

/** Random texts as long as those that large providers issue: an access token of 220 characters, a refresh token of 100. */
function sealedTokens({ organizationId, vault }: BenchOrganization, grantId: string) {
  const random = randomBytes(240).toString('base64url');
  const accessToken = random.slice(0, 220);
  const members = {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: lifetimeSeconds,
    scope: scopes.join(' '),
  };
  return vault.seal(
    { organizationId, row: grantId, field: 'grant_token.token_set' },
    serializeTokenSet({
      accessToken: secret(accessToken),
      refreshToken: secret(random.slice(220)),
      tokenType: 'Bearer',
      members: secret(JSON.stringify(members)),
    }),
  );
}

async function insertSealed(
  clients: readonly pg.Client[],
  organization: BenchOrganization,
  { count, say }: ConnectionPlan,
): Promise<void> {
  const progress = startProgress(say, 'sealing tokens', count);
  const tasks = Array.from(
    { length: Math.ceil(count / batch) },
    (_, index): Task =>
      async (client) => {
        const { rows } = await client.query<{ grant_id: string }>({
          name: 'some_made',
          text: 'SELECT grant_id FROM bench_made WHERE n > $1 AND n <= $2',
          values: [index * batch, (index + 1) * batch],
        });
        const sealed = await Promise.all(rows.map(({ grant_id }) => sealedTokens(organization, grant_id)));
        await client.query({
          name: 'insert_sealed',
          text: `INSERT INTO grant_token (organization_id, grant_id, slot, token_set)
             SELECT $1, grant_id, 'main', token_set FROM unnest($2::uuid[], $3::bytea[]) AS made (grant_id, token_set)`,
          values: [
            organization.organizationId,
            rows.map(({ grant_id }) => grant_id),
            sealed.map(({ envelope }) => Buffer.from(envelope)),
          ],
        });
        progress.advance(rows.length);
      },
  );
  await shareOut(clients, tasks);
}

async function insertFiller(client: pg.Client, organization: BenchOrganization): Promise<void> {
  const { organizationId } = organization;
  const { envelope } = await sealedTokens(organization, organizationId);
  await client.query(
    `INSERT INTO grant_token (organization_id, grant_id, slot, token_set) SELECT $1, grant_id, 'main', $2 FROM bench_made`,
    [organizationId, Buffer.from(envelope)],
  );
}
