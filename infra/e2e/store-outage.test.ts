import { startAuthorizationServer } from '@latchkey/oauth/testing';
import t from 'tap';
import { arrange, newKeyEncryptionKey } from './arrange.js';
import { openRows, storedTokens } from './grant-rows.js';
import { ownPostgres } from './own-postgres.js';
import { type DoorProcess, startProcesses } from './processes.js';
import { until } from './until.js';

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
    // The name of the statement, which each call tells, its text only the first.
    const lost = proxy.loseReplyOfCommit('store_token_sets');
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
