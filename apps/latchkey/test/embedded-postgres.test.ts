import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import t, { type Test } from 'tap';
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from '../src/embedded-postgres.js';

const isRoot = process.getuid?.() === 0;

function optionsFor(t: Test, durability: EmbeddedPostgresOptions['durability'] = 'durable') {
  const parent = mkdtempSync(path.join(tmpdir(), 'latchkey-embedded-'));
  chmodSync(parent, 0o755);
  t.teardown(() => rmSync(parent, { recursive: true, force: true }));
  return { folder: path.join(parent, 'postgres'), database: 'first', durability } as const;
}

/** One cluster for the tests that begin and end with it stopped: making one takes seconds on a slow disk. */
const options = optionsFor(t);

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A process of its own that starts the server, prints its URL and waits to be killed. */
async function startElsewhere(options: EmbeddedPostgresOptions): Promise<{ child: ChildProcess; url: string }> {
  const source = new URL('../src/embedded-postgres.ts', import.meta.url).href;
  const code = `import { startEmbeddedPostgres } from ${JSON.stringify(source)};
    const server = await startEmbeddedPostgres(${JSON.stringify(options)});
    console.log(server.url);
    setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '--eval', code], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  for await (const url of createInterface({ input: child.stdout })) return { child, url };
  throw new Error('the other process printed nothing');
}

t.test('starts PostgreSQL, keeps rows over a restart, and stops', async (t) => {
  const first = await startEmbeddedPostgres(options);
  t.equal(first.isTakenOver, false);
  const [row] = await query(
    first.url,
    `SELECT current_database() AS name, current_setting('server_version_num')::int AS version,
    current_setting('max_connections')::int AS connections, current_setting('fsync') AS fsync`,
  );
  t.match(row, { name: 'first', connections: 200, fsync: 'on' });
  t.ok(Number(row?.version) >= 180_000);
  await query(first.url, 'CREATE TABLE kept_over_a_stop AS SELECT 42 AS answer');
  await Promise.all([first.stop(), first.stop()]);
  await t.rejects(query(first.url, 'SELECT 1'), { code: 'ECONNREFUSED' });
  t.notOk(existsSync(path.join(options.folder, 'data', 'postmaster.pid')), 'a clean shutdown');

  const second = await startEmbeddedPostgres(options);
  t.teardown(() => second.stop());
  t.same(await query(second.url, 'SELECT answer FROM kept_over_a_stop'), [{ answer: 42 }]);
});

t.test('listens on loopback only, wants its password, and keeps its files to itself', async (t) => {
  const server = await startEmbeddedPostgres(options);
  t.teardown(() => server.stop());
  t.same(await query(server.url, 'SHOW listen_addresses'), [{ listen_addresses: '127.0.0.1' }]);
  const wrong = new URL(server.url);
  wrong.password = 'wrong';
  await t.rejects(query(wrong.href, 'SELECT 1'), { code: '28P01' });
  t.equal(statSync(path.join(options.folder, 'password')).mode & 0o777, 0o600);
  t.equal(statSync(path.join(options.folder, 'data')).mode & 0o777, 0o700);
  t.equal(statSync(options.folder).mode & 0o777, isRoot ? 0o711 : 0o700);
});

t.test('the server of a killed process is taken over, and then stopped', async (t) => {
  const { child, url } = await startElsewhere(options);
  await query(url, 'CREATE TABLE kept_over_a_takeover AS SELECT 42 AS answer');
  await t.rejects(startEmbeddedPostgres(options), /already runs/, 'not while its owner lives');
  child.kill('SIGKILL');
  await once(child, 'exit');

  const server = await startEmbeddedPostgres({ ...options, database: 'second' });
  t.equal(server.isTakenOver, true);
  t.equal(new URL(server.url).port, new URL(url).port);
  t.same(await query(url, 'SELECT answer FROM kept_over_a_takeover'), [{ answer: 42 }]);
  t.same(await query(server.url, 'SELECT current_database() AS name'), [{ name: 'second' }]);
  await server.stop();
  await t.rejects(query(url, 'SELECT 1'), { code: 'ECONNREFUSED' });
});

t.test('recovers after the server itself was killed', async (t) => {
  const first = await startEmbeddedPostgres(options);
  await query(first.url, 'CREATE TABLE kept_over_a_crash AS SELECT 42 AS answer');
  const pidFile = path.join(options.folder, 'data', 'postmaster.pid');
  process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGKILL');
  await first.stop();
  t.ok(existsSync(pidFile), 'which left its pid file behind');

  const second = await startEmbeddedPostgres(options);
  t.equal(second.isTakenOver, false);
  t.same(await query(second.url, 'SELECT answer FROM kept_over_a_crash'), [{ answer: 42 }]);
  await second.stop();

  // The same id now belongs to a process that is no Postgres, as after a restart of the machine or the container.
  writeFileSync(pidFile, `${process.pid}\n${options.folder}/data\n0\n${new URL(second.url).port}\n`);
  const third = await startEmbeddedPostgres(options);
  t.equal(third.isTakenOver, false);
  await third.stop();
});

t.test('a throwaway server syncs nothing and leaves nothing', async (t) => {
  const options = optionsFor(t, 'throwaway');
  const unfinished = path.join(options.folder, 'data.unfinished');
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(path.join(unfinished, 'PG_VERSION'), '18\n'); // of an initdb that was cut off: it is done again
  const server = await startEmbeddedPostgres(options);
  t.same(await query(server.url, 'SHOW fsync'), [{ fsync: 'off' }]);
  await server.stop();
  t.notOk(existsSync(options.folder));
});

t.test('a server that cannot start says why', async (t) => {
  const first = await startEmbeddedPostgres(options);
  await first.stop();
  writeFileSync(path.join(options.folder, 'data', 'postgresql.conf'), 'no_such_setting = 1\n');
  await t.rejects(startEmbeddedPostgres(options), /no_such_setting/);
});

t.test('root is told when Postgres could not reach the folder', { skip: !isRoot && 'needs root' }, async (t) => {
  const options = optionsFor(t);
  chmodSync(path.dirname(options.folder), 0o700);
  await t.rejects(startEmbeddedPostgres(options), /cannot be reached by the user nobody/);
});
