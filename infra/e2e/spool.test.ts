import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { startAuthorizationServer } from '@latchkey/oauth/testing';
import t from 'tap';
import { arrange, newKeyEncryptionKey } from './arrange.js';
import { openRows, storedTokens } from './grant-rows.js';
import { ownPostgres } from './own-postgres.js';
import { startProcesses } from './processes.js';
import { until } from './until.js';

t.test('the store is away, and the worker has to end with answers in hand', async (t) => {
  const { urls, stopImmediately, startAgain } = await ownPostgres(t);
  const server = await startAuthorizationServer({ clients: [] });
  t.teardown(() => server.close());
  const key = newKeyEncryptionKey();
  const arranged = await arrange(t, { database: urls, key, server });
  const rows = openRows(t, urls.adminUrl);
  const spoolFolder = path.join(t.testdir(), 'spool');
  const count = 20;
  const connections = await arranged.connect(count, { expiresInSeconds: -1 });
  const gate = server.gate();
  server.script({ endpoint: 'token', times: count, fault: { kind: 'gate', gate, at: 'after' } });
  // A request may take 7.5 s, and a process that has to end waits 11 s for the store.
  const processes = await startProcesses(t, {
    ...{ database: urls, key, doors: ['worker'], timesDivisor: 4, tickMs: 500, spoolFolder },
  });
  const worker = processes.first('worker');
  /** Beside them lies the witness of restores. */
  const answers = () => readdirSync(spoolFolder).filter((file) => file.endsWith('.answer'));
  await gate.arrivals(count);
  await stopImmediately();
  gate.release();
  await until('the answers to be held in memory', () => {
    const held = worker.log.filter((line) => line.includes('"store_retry"')).map((line) => JSON.parse(line).grantId);
    return new Set(held).size === count;
  });
  t.strictSame(answers(), [], 'nothing is spooled while the process may stay');
  worker.signal('SIGTERM');
  t.same(await worker.ended, { code: 0, signal: null }, 'it ends by itself, and within its 60 s');

  const files = answers();
  t.equal(files.length, count, 'one file for each answer');
  t.same(
    files.filter((file) => (statSync(path.join(spoolFolder, file)).mode & 0o777) !== 0o600),
    [],
    'for this user only',
  );
  const spooled = files.map((file) => readFileSync(path.join(spoolFolder, file), 'latin1')).join();

  await startAgain();
  // Half of it is found by the operator, the rest by the next worker.
  const rescued = path.join(path.dirname(spoolFolder), 'rescued');
  mkdirSync(rescued);
  for (const file of files.slice(0, count / 2)) renameSync(path.join(spoolFolder, file), path.join(rescued, file));
  const operator = path.resolve('apps/latchkey/dist/operator.js');
  const { stdout } = await promisify(execFile)(process.execPath, [operator, 'drain-spool', '--folder', rescued], {
    env: { ...process.env, DATABASE_URL: urls.workerUrl, LATCHKEY_KEY: key },
  });
  t.equal(stdout.trim(), `${count / 2} of ${count / 2} answers stored.`);
  t.strictSame(readdirSync(rescued), []);
  await processes.start('worker');
  await until('all to be stored', async () =>
    [...(await rows.grants()).values()].every(({ generation, attemptId }) => generation === 2 && attemptId === null),
  );
  const after = await rows.grants();
  const lost: string[] = [];
  const open: string[] = [];
  for (const { connectionId, family } of connections) {
    const row = after.get(connectionId);
    const stored = row && (await storedTokens(arranged, row));
    if (row?.status !== 'active' || !server.ledger.isLive(stored?.refreshToken ?? '')) lost.push(family);
    if ([stored?.accessToken, stored?.refreshToken].some((token) => token && spooled.includes(token)))
      open.push(family);
  }
  t.same(lost, [], 'zero grants lost');
  t.same(open, [], 'no file held a token in clear');
  t.equal(server.ledger.tokenRequests().length, count, 'each was asked for once');
  t.equal(server.ledger.reuseDetected, 0);
  t.strictSame(answers(), [], 'the spool is drained');
});
