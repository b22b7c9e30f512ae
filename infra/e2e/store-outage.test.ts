import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareDatabase, startEmbeddedPostgres } from '@latchkey/latchkey';
import { startAuthorizationServer } from '@latchkey/oauth/testing';
import t, { type Test } from 'tap';
import { arrange, newKeyEncryptionKey } from './arrange.js';
import { openRows, storedTokens } from './grant-rows.js';
import { startPostgresProxy } from './postgres-proxy.js';
import { type DoorProcess, startProcesses } from './processes.js';
import { until } from './until.js';

const migrations = path.resolve(import.meta.dirname, '../../prisma/migrations');

/** A Postgres of one test's own, always found at the same URLs. */
async function ownPostgres(t: Test) {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-outage-'));
  const start = () => startEmbeddedPostgres({ folder, database: 'postgres', durability: 'durable' });
  let server = await start();
  // The server is detached, so a runner that gives up on this file would leave it behind.
  const endIt = () => {
    const pid = postmasterOf(folder);
    if (pid !== undefined) process.kill(pid, 'SIGQUIT');
  };
  process.once('exit', endIt);
  t.teardown(async () => {
    process.off('exit', endIt);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const proxy = await startPostgresProxy(t);
  proxy.leadTo(server.url);
  const prepared = await prepareDatabase(server.url, migrations);
  const admin = new URL(server.url);
  admin.pathname = new URL(prepared.owner).pathname;
  const urls = {
    adminUrl: proxy.through(admin.href),
    ownerUrl: proxy.through(prepared.owner),
    appUrl: proxy.through(prepared.app),
    workerUrl: proxy.through(prepared.worker),
  };
  return {
    proxy,
    urls,
    /** `pg_ctl stop -m immediate`: no checkpoint, nobody is told. */
    async stopImmediately() {
      const pid = postmasterOf(folder);
      if (pid === undefined) throw new Error('Postgres does not run');
      proxy.leadTo(undefined);
      process.kill(pid, 'SIGQUIT');
      await until('Postgres to be gone', () => !isRunning(pid), 60);
    },
    async startAgain() {
      server = await start();
      proxy.leadTo(server.url);
    },
  };
}

/** The server's process, while it runs. */
function postmasterOf(folder: string): number | undefined {
  const file = path.join(folder, 'data/postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return isRunning(pid) ? pid : undefined;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** How often the worker tried in vain to store each grant's answer, by its log. */
function storeRetries(worker: DoorProcess): ReadonlyMap<string, number> {
  const tries = new Map<string, number>();
  for (const line of worker.log.filter((line) => line.includes('"store_retry"'))) {
    const { grantId } = JSON.parse(line) as { grantId: string };
    tries.set(grantId, (tries.get(grantId) ?? 0) + 1);
  }
  return tries;
}

t.test('the store fails while answers come in, with the undivided times of the protocol', async (t) => {
  const postgres = await ownPostgres(t);
  const { urls, proxy } = postgres;
  const server = await startAuthorizationServer({ clients: [] });
  t.teardown(() => server.close());
  const key = newKeyEncryptionKey();
  const arranged = await arrange(t, { database: urls, key, server });
  const rows = openRows(t, urls.adminUrl);
  const processes = await startProcesses(t, { database: urls, key, doors: ['worker'], tickMs: 500 });
  const worker = processes.first('worker');

  await t.test('Postgres stopped between answer and store, and started again', async (t) => {
    const count = 20;
    const gate = server.gate();
    server.script({ endpoint: 'token', times: count, fault: { kind: 'gate', gate, at: 'after' } });
    const connections = await arranged.connect(count, { expiresInSeconds: -1 });
    await gate.arrivals(count);
    await postgres.stopImmediately();
    gate.release();
    const isHeld = () => {
      const tries = storeRetries(worker);
      return connections.every(({ grantId }) => (tries.get(grantId) ?? 0) >= 2);
    };
    await until('every answer to be held in memory', isHeld, 60);
    t.equal(server.ledger.liveGrants().length, count, 'the provider has rotated all of them');
    await postgres.startAgain();
    await until(
      'all to be stored',
      async () => [...(await rows.grants()).values()].every(({ generation }) => generation === 2),
      60,
    );
    const after = await rows.grants();
    const lost: string[] = [];
    for (const { connectionId, family } of connections) {
      const row = after.get(connectionId);
      const stored = row && (await storedTokens(arranged, row));
      if (!stored || !server.ledger.isLive(stored.refreshToken ?? '') || row.attemptId !== null) lost.push(family);
    }
    t.same(lost, [], 'zero grants lost');
    t.equal(server.ledger.tokenRequests().length, count, 'each was asked for once');
    t.equal(server.ledger.reuseDetected, 0);
    t.equal(worker.pid, processes.first('worker').pid, 'by one and the same process');
  });

  await t.test('the reply to the commit is lost', async (t) => {
    const before = server.ledger.tokenRequests().length;
    const lost = proxy.loseReplyOfCommit('SET generation = generation + 1');
    const [connection] = await arranged.connect(1, { expiresInSeconds: -1 });
    if (!connection) throw new Error('nothing was connected');
    await lost;
    await until('the worker to notice', () => storeRetries(worker).get(connection.grantId) === 1, 60);
    const isDone = () =>
      worker.log.some((line) => line.includes(connection.grantId) && line.includes('"result":"refreshed"'));
    await until('the worker to know its own commit', isDone, 60);
    const row = await rows.grant(connection.connectionId);
    t.match(row, { generation: 2, attemptId: null, status: 'active' }, 'stored once');
    const { refreshToken } = await storedTokens(arranged, row);
    t.ok(server.ledger.isLive(refreshToken ?? ''));
    t.equal(server.ledger.tokenRequests().length - before, 1, 'and asked for once');
  });

  await t.test('the queue’s own connections are lost while it opens', async (t) => {
    await worker.kill();
    const cut = proxy.cutOn('min_client_version', 4);
    const [connection] = await arranged.connect(1, { expiresInSeconds: -1 });
    if (!connection) throw new Error('nothing was connected');
    const another = await processes.start('worker');
    await until('the connections to be cut', () => cut.cuts === 4, 60);
    const isRefreshed = async () => (await rows.grant(connection.connectionId)).generation === 2;
    await until('the refresh', isRefreshed, 60);
    t.equal(processes.first('worker').pid, another.pid, 'the worker lives');
  });
});
