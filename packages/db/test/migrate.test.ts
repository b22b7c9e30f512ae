import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import t, { type Test } from 'tap';
import { MigrationError, migrate } from '../src/migrate.js';

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** An empty database, and a folder whose migrations `write` adds. */
async function emptyDatabase(t: Test) {
  const server = new URL(String(process.env.TEST_DATABASE_URL));
  server.pathname = '/postgres';
  const name = `migrate_${randomUUID().replaceAll('-', '')}`;
  await query(server.href, `CREATE DATABASE ${name}`);
  const directory = mkdtempSync(path.join(tmpdir(), 'latchkey-migrations-'));
  t.teardown(async () => {
    rmSync(directory, { recursive: true });
    await query(server.href, `DROP DATABASE ${name} WITH (FORCE)`);
  });
  const write = (migration: string, sql: string) => {
    mkdirSync(path.join(directory, migration), { recursive: true });
    writeFileSync(path.join(directory, migration, 'migration.sql'), sql);
  };
  writeFileSync(path.join(directory, 'migration_lock.toml'), 'provider = "postgresql"\n');
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, directory, write };
}

t.test('applies what is missing, in the order of names, once', async (t) => {
  const { url, directory, write } = await emptyDatabase(t);
  t.same(await migrate(url, directory), []);
  write('2_second', 'ALTER TABLE first ADD second int;');
  write(
    '1_first',
    'CREATE TABLE first (id int); CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN; RETURN 1; END $$;'.replace(
      'BEGIN;',
      'BEGIN',
    ),
  );
  t.same(await migrate(url, directory), ['1_first', '2_second']);
  t.same(await migrate(url, directory), []);
  write('3_third', 'ALTER TABLE first ADD third int;');
  t.same(await migrate(url, directory), ['3_third']);
  const columns = await query(
    url,
    "SELECT column_name FROM information_schema.columns WHERE table_name = 'first' ORDER BY 1",
  );
  t.same(
    columns.map(({ column_name }) => column_name),
    ['id', 'second', 'third'],
  );
  const [ledger] = await query(
    url,
    'SELECT count(*)::int, bool_and(applied_steps_count = 1) AS whole FROM _prisma_migrations',
  );
  t.same(ledger, { count: 3, whole: true });
});

t.test('several processes at once apply each migration once', async (t) => {
  const { url, directory, write } = await emptyDatabase(t);
  write('1_slow', 'CREATE TABLE once (id int); INSERT INTO once VALUES (1); SELECT pg_sleep(0.1);');
  const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(url, directory)));
  t.same(applied.flat(), ['1_slow']);
  t.same(await query(url, 'SELECT id FROM once'), [{ id: 1 }]);
});

t.test('a failing migration leaves nothing of itself, names its line and blocks until it is resolved', async (t) => {
  const { url, directory, write } = await emptyDatabase(t);
  write('1_good', 'CREATE TABLE kept (id int);');
  write('2_bad', 'CREATE TABLE gone (id int);\nALTER TABLE missing ADD x int;');
  await t.rejects(migrate(url, directory), {
    name: 'MigrationError',
    message: 'migration 2_bad failed: relation "missing" does not exist',
  });
  t.same(await query(url, "SELECT to_regclass('kept') IS NULL AS kept, to_regclass('gone') IS NULL AS gone"), [
    { kept: false, gone: true },
  ]);
  const again = await t.rejects(migrate(url, directory), MigrationError);
  t.match((again as unknown as Error).message, /2_bad failed earlier.*migrate resolve --rolled-back 2_bad/);
  t.match(await query(url, "SELECT logs FROM _prisma_migrations WHERE migration_name = '2_bad'"), [
    { logs: /missing/ },
  ]);

  // What "prisma migrate resolve --rolled-back" does.
  await query(url, "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '2_bad'");
  write('2_bad', 'CREATE TABLE gone (id int);\nSELEC 1;');
  await t.rejects(migrate(url, directory), /migration 2_bad failed at line 2: syntax error/);
  await query(url, 'UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL');
  write('2_bad', 'CREATE TABLE gone (id int);');
  t.same(await migrate(url, directory), ['2_bad']);
});

t.test('a migration that opens its own transaction and fails is rolled back too', async (t) => {
  const { url, directory, write } = await emptyDatabase(t);
  write('1_own', 'BEGIN; CREATE TABLE gone (id int); SELECT 1 / 0; COMMIT;');
  await t.rejects(migrate(url, directory), /migration 1_own failed: division by zero/);
  t.match(await query(url, 'SELECT logs, finished_at FROM _prisma_migrations'), [
    { logs: /division by zero/, finished_at: null },
  ]);
  t.same(await query(url, "SELECT to_regclass('gone') AS gone"), [{ gone: null }]);
});

t.test('a migration that was edited after it was applied is refused', async (t) => {
  const { url, directory, write } = await emptyDatabase(t);
  write('1_first', 'CREATE TABLE first (id int);');
  await migrate(url, directory);
  write('1_first', 'CREATE TABLE first (id bigint);');
  await t.rejects(migrate(url, directory), /1_first was edited after it was applied/);
});

t.test('an older release starts on a newer database', async (t) => {
  const { url, directory, write } = await emptyDatabase(t);
  write('1_first', 'SELECT 1;');
  write('2_newer', 'SELECT 2;');
  await migrate(url, directory);
  rmSync(path.join(directory, '2_newer'), { recursive: true });
  t.same(await migrate(url, directory), []);
});

t.test('says what is missing, and never a password', async (t) => {
  const { url, directory } = await emptyDatabase(t);
  mkdirSync(path.join(directory, '1_empty'));
  await t.rejects(migrate(url, directory), /1_empty has no readable migration\.sql/);
  await t.rejects(migrate(url, path.join(directory, 'nowhere')), /no migrations found/);
  const wrong = new URL(url);
  wrong.password = 'hunter2';
  rmSync(path.join(directory, '1_empty'), { recursive: true });
  const error = (await t.rejects(migrate(wrong.href, directory), MigrationError)) as unknown as Error;
  t.match(error.message, `cannot reach the database ${wrong.host}${wrong.pathname}`);
  t.notMatch(error.message, 'hunter2');
});
