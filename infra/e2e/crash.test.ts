import { freshDatabase } from '@latchkey/db/testing';
import { startAuthorizationServer } from '@latchkey/oauth/testing';
import t, { type Test } from 'tap';
import { arrange, type LiveConnection, newKeyEncryptionKey } from './arrange.js';
import { openRows, storedTokens } from './grant-rows.js';
import { startProcesses } from './processes.js';
import { queues } from './queues.js';
import { until } from './until.js';

const tickMs = 1000;
const total = 60;
const slots = 24;

/** Everything but the worker, which `start` starts. */
async function calm(t: Test, queue: (typeof queues)[number], timesDivisor: number) {
  const database = await freshDatabase();
  t.teardown(() => database.drop());
  const server = await startAuthorizationServer({ clients: [] });
  t.teardown(() => server.close());
  const key = newKeyEncryptionKey();
  const rows = openRows(t, database.adminUrl);
  const arranged = await arrange(t, { database, key, server });
  const { url } = await queue.open(t, rows);
  const queueUrl = url === undefined ? {} : { queueUrl: url };
  const start = () => startProcesses(t, { database, key, ...queueUrl, doors: ['worker'], timesDivisor, tickMs, slots });
  const requests = ({ family }: LiveConnection) =>
    server.ledger.tokenRequests('refresh_token').filter((request) => request.family === family);
  return { server, rows, arranged, start, requests };
}

t.jobs = 2;
// On the other queue: npm run faults -- sigkill.
for (const queue of queues.filter(({ name }) => name === 'postgres')) {
  const name = `a worker killed in a storm, queue on ${queue.name}`;
  t.test(name, { skip: queue.skip, buffered: true }, async (t) => {
    // A request may take 3 s, an open attempt is held for 9 s.
    const { server, rows, arranged, start, requests } = await calm(t, queue, 10);
    // Due first, so that these are under way while others are answered and others are not claimed yet.
    const asked = await arranged.connect(8, { expiresInSeconds: -1 });
    const spent = await arranged.connect(8, { expiresInSeconds: -1 });
    const others = await arranged.connect(total - 16, { expiresInSeconds: -1 });
    const all = [...asked, ...spent, ...others];
    const held = { hang: asked, do_then_hang: spent } as const;
    for (const kind of ['hang', 'do_then_hang'] as const)
      for (const { family } of held[kind]) server.script({ endpoint: 'token', when: { family }, fault: { kind } });
    server.script({ endpoint: 'token', times: Number.POSITIVE_INFINITY, fault: { kind: 'do_then_delay', ms: 100 } });

    const processes = await start();
    const isUnderWay = () => [...asked, ...spent].every((connection) => requests(connection).length === 1);
    const isOneAnswered = () => others.some((connection) => requests(connection)[0]?.delivery === 'answered');
    await until('the storm', () => isUnderWay() && isOneAnswered(), 60);
    await processes.first('worker').kill();
    const killed = await rows.grants();
    const wasOpen = all.filter(({ connectionId }) => killed.get(connectionId)?.attemptId);
    const wasUntouched = all.filter(({ connectionId }) => {
      const row = killed.get(connectionId);
      return row?.generation === 1 && row.attemptId === null;
    });
    t.comment(`killed with ${wasOpen.length} attempts open and ${wasUntouched.length} of ${total} not claimed`);
    t.ok(wasOpen.length >= 16, 'the worker died with attempts open');

    const { slackMs } = await processes.start('worker');
    const restarted = Date.now();
    /** Whether these are not exactly one moment, at most two ticks later. */
    const isNotOneSoon = (moments: readonly number[]) =>
      moments.length !== 1 || Number(moments[0]) > 2 * tickMs + slackMs;
    const isSettled = async () =>
      [...(await rows.grants()).values()].every(
        ({ generation, status, attemptId }) => attemptId === null && (generation === 2 || status === 'error'),
      );
    await until('every connection live or in error', isSettled, 60);
    t.comment(`all was settled ${Date.now() - restarted} ms after the restart`);

    const takeoverOf = ({ connectionId }: LiveConnection) =>
      killed.get(connectionId)?.takeoverAt?.getTime() ?? Number.NaN;
    const after = await rows.grants();
    const rowOf = ({ connectionId }: LiveConnection) => after.get(connectionId);
    t.same(
      wasUntouched.map((connection) => requests(connection).map(({ at }) => at - restarted)).filter(isNotOneSoon),
      [],
      'what was due is asked for once, within two ticks of the restart',
    );
    t.same(
      wasOpen.filter((connection) => Number(requests(connection)[1]?.at) < takeoverOf(connection)),
      [],
      'an open attempt keeps everybody away until its takeover',
    );
    t.same(
      wasOpen
        .map((connection) => {
          const from = Math.max(takeoverOf(connection), restarted);
          return requests(connection)
            .slice(1)
            .map(({ at }) => at - from);
        })
        .filter(isNotOneSoon),
      [],
      'and is taken over within two ticks of it',
    );
    t.same(
      all.filter((connection) => requests(connection).length > (wasOpen.includes(connection) ? 2 : 1)),
      [],
      'no generation is asked for twice, but the lost answer once more (rule 8)',
    );
    const inError = all.filter((connection) => rowOf(connection)?.status === 'error');
    t.same(
      inError.filter((connection) => rowOf(connection)?.reason !== 'rotation_response_lost'),
      [],
      'each connection in error has its reason',
    );
    t.same(
      inError.filter(
        (connection) => !wasOpen.includes(connection) || server.ledger.spends(connection.family).length !== 1,
      ),
      [],
      'only those need the person whose answer was in flight, because the provider had rotated',
    );
    t.ok(
      spent.every((connection) => inError.includes(connection)),
      'a rotation whose answer died with the worker is told',
    );
    t.ok(
      asked.every((connection) => rowOf(connection)?.generation === 2),
      'a request that had no effect is made up for',
    );
    const dead: string[] = [];
    for (const connection of all) {
      const row = rowOf(connection);
      if (!row || inError.includes(connection)) continue;
      const { accessToken, refreshToken } = await storedTokens(arranged, row);
      if (!server.ledger.isLive(accessToken) || !server.ledger.isLive(refreshToken ?? '')) dead.push(connection.family);
    }
    t.same(dead, [], 'all others hold tokens that the provider takes');
    t.equal(server.ledger.maxConcurrentTokenRequestsPerFamily, 1, 'never two requests for one grant at once');
  });
}

t.test('a worker told to stop in a storm', { buffered: true }, async (t) => {
  const [queue] = queues;
  if (!queue) throw new Error('there is no queue');
  const { server, rows, arranged, start, requests } = await calm(t, queue, 1);
  const connections = await arranged.connect(total, { expiresInSeconds: -1 });
  const gate = server.gate();
  server.script({ endpoint: 'token', times: slots, fault: { kind: 'gate', gate, at: 'after' } });
  const processes = await start();
  await gate.arrivals(slots);
  const worker = processes.first('worker');
  worker.signal('SIGTERM');
  await until('the worker to hear it', () => worker.log.some((line) => line.includes('"msg":"stopping"')));
  gate.release();
  t.same(await worker.ended, { code: 0, signal: null }, 'it ends by itself, and within its 60 s');
  const stopped = await rows.grants();
  const unstored = connections.filter(({ connectionId, family }) => {
    const row = stopped.get(connectionId);
    return row?.attemptId !== null || row.generation !== 1 + server.ledger.spends(family).length;
  });
  t.same(unstored, [], 'what was under way was stored first');
  const undelivered = server.ledger.tokenRequests().filter(({ delivery }) => delivery !== 'answered');
  t.same(undelivered, [], 'no answer was left behind');

  await processes.start('worker');
  await until('the rest', async () => [...(await rows.grants()).values()].every(({ generation }) => generation === 2));
  t.same(
    connections.filter((connection) => requests(connection).length !== 1),
    [],
    'each was asked for once',
  );
  t.equal(server.ledger.reuseDetected, 0);
  t.equal(server.ledger.liveGrants().length, total, 'zero grants lost');
});
