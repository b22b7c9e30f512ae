import { freshDatabase } from '@latchkey/db/testing';
import { startAuthorizationServer } from '@latchkey/oauth/testing';
import t, { type Test } from 'tap';
import { arrange, type LiveConnection, newKeyEncryptionKey } from './arrange.js';
import { openRows, storedTokens } from './grant-rows.js';
import { startProcesses } from './processes.js';
import { queues, startRedis } from './queues.js';
import { until } from './until.js';

const tickMs = 3000;

/** An organization, and a worker that is idle and whose queue has rung. */
async function idleWorker(t: Test, { url }: { readonly url: string }) {
  const database = await freshDatabase();
  t.teardown(() => database.drop());
  const server = await startAuthorizationServer({ clients: [] });
  t.teardown(() => server.close());
  const key = newKeyEncryptionKey();
  const rows = openRows(t, database.adminUrl);
  const arranged = await arrange(t, { database, key, server });
  const processes = await startProcesses(t, { database, key, queueUrl: url, doors: ['worker'], tickMs });
  const worker = processes.first('worker');
  /** Waits until each of these is refreshed; answers the last request's distance from `since`, in milliseconds. */
  const refreshed = async (connections: readonly LiveConnection[], since: number) => {
    const families = new Set(connections.map(({ family }) => family));
    const isRefreshed = async () => {
      const grants = await rows.grants();
      return connections.every(({ connectionId }) => grants.get(connectionId)?.generation === 2);
    };
    await until('every due connection to be refreshed', isRefreshed, 60);
    const requests = server.ledger.tokenRequests('refresh_token').filter(({ family }) => families.has(family ?? ''));
    t.equal(requests.length, connections.length, 'each is asked for once');
    for (const connection of connections) {
      const { refreshToken } = await storedTokens(arranged, await rows.grant(connection.connectionId));
      if (!server.ledger.isLive(refreshToken ?? '')) t.fail(`${connection.family} is lost`);
    }
    return Math.max(...requests.map(({ at }) => at)) - since;
  };
  return { arranged, worker, refreshed };
}

t.jobs = 3;
const skip = queues.find(({ name }) => name === 'redis')?.skip ?? false;
t.test('Redis gone for a while', { skip, buffered: true }, async (t) => {
  const redis = await startRedis(t);
  const { arranged, worker, refreshed } = await idleWorker(t, redis);
  await refreshed(await arranged.connect(5), Date.now());
  await redis.stop();
  await refreshed(await arranged.connect(20), Date.now());
  t.pass('refreshes go on without it');
  await refreshed(await arranged.connect(20), Date.now());
  const told = () => worker.log.filter((line) => line.includes('ticks go on from local timers'));
  t.equal(told().length, 1, 'the log says so, once');
  await redis.start();
  await until(
    'the worker to find it again',
    () => worker.log.some((line) => line.includes('the queue works again')),
    60,
  );
  const since = Date.now();
  const lastMs = await refreshed(await arranged.connect(20), since);
  t.ok(lastMs <= 2 * tickMs + worker.slackMs, 'and with it, within two ticks');
});

t.test('a worker that starts while Redis is away', { skip, buffered: true }, async (t) => {
  const redis = await startRedis(t);
  await redis.stop();
  const { arranged, refreshed } = await idleWorker(t, redis);
  await refreshed(await arranged.connect(20), Date.now());
});
