import { readdirSync } from 'node:fs';
import path from 'node:path';
import { commands } from '@latchkey/latchkey';
import { startAuthorizationServer } from '@latchkey/oauth/testing';
import t, { type Test } from 'tap';
import { arrange, type LiveConnection, newKeyEncryptionKey } from './arrange.js';
import { openRows, storedTokens } from './grant-rows.js';
import { startOperator } from './operator-process.js';
import { ownPostgres } from './own-postgres.js';
import { startProcesses } from './processes.js';
import { until } from './until.js';

t.test('an operator tells of a restore while requests are under way', { timeout: 240_000 }, async (t) => {
  const { urls, stopImmediately, startAgain } = await ownPostgres(t);
  const server = await startAuthorizationServer({ clients: [] });
  t.teardown(() => server.close());
  const key = newKeyEncryptionKey();
  const arranged = await arrange(t, { database: urls, key, server });
  const rows = openRows(t, urls.adminUrl);
  const spoolFolder = path.join(t.testdir(), 'spool');
  // A request may take 7.5 s, and a process that has to end waits 11 s for the store.
  const processes = await startProcesses(t, {
    ...{ database: urls, key, doors: ['worker'], timesDivisor: 4, tickMs: 500, spoolFolder },
  });
  const environment = processes.environment('worker');
  const recover = async (said: string[], ...args: string[]) => {
    const report = await commands.get('recover')?.run(args, environment, (line) => void said.push(line));
    return (report ?? []).join('\n');
  };
  const aMomentAgo = () => new Date(Date.now() - 1000).toISOString();
  /** A connection that is due, and whose answer waits at a gate while its refresh token is spent already. */
  async function gated() {
    const [connection] = await arranged.connect(1, { expiresInSeconds: -1, dueInMs: 3_600_000 });
    if (!connection) throw new Error('nothing was connected');
    const gate = server.gate();
    server.script({
      ...{ endpoint: 'token', when: { family: connection.family } },
      fault: { kind: 'gate', gate, at: 'after' },
    });
    await rows.query('UPDATE grant_clock SET due_at = statement_timestamp() WHERE grant_id = $1', [connection.grantId]);
    return { connection, gate };
  }
  async function isRenewedOnce(t: Test, { connectionId, family }: LiveConnection) {
    const row = await rows.grant(connectionId);
    const { refreshToken } = await storedTokens(arranged, row);
    t.match(row, { status: 'active', generation: 2, attemptId: null });
    t.ok(server.ledger.isLive(refreshToken ?? ''));
    const requests = server.ledger.tokenRequests('refresh_token').filter((request) => request.family === family);
    t.equal(requests.length, 1, 'its refresh token was shown once');
  }

  await t.test('a request of a running worker is waited for', async (t) => {
    const { connection, gate } = await gated();
    await gate.arrivals(1);
    const said: string[] = [];
    const recovering = recover(said, '--backup-at', aMomentAgo());
    await until('it waits', () => said.some((line) => line.startsWith('waiting for 1 grants')));
    gate.release();
    t.match(await recovering, /No grant waits any more[\s\S]+No connection needs its person/);
    await isRenewedOnce(t, connection);
  });

  await t.test('a recovery that has to end without the store leaves its answer in the spool', async (t) => {
    await processes.first('worker').kill();
    const { connection, gate } = await gated();
    const operator = startOperator(t, environment, ['recover', '--backup-at', aMomentAgo()]);
    await gate.arrivals(1);
    await stopImmediately();
    gate.release();
    await until('the answer to be held in memory', () => operator.lines.includes('(store_retry)'));
    operator.signal('SIGINT');
    await operator.ended;
    t.ok(operator.lines.includes('(spooled)'));
    t.equal(readdirSync(spoolFolder).filter((file) => file.endsWith('.answer')).length, 1);
    await startAgain();
    t.match(await recover([]), /No grant waits any more/);
    await isRenewedOnce(t, connection);
  });
  t.equal(server.ledger.reuseDetected, 0);
  t.equal(server.ledger.maxConcurrentTokenRequestsPerFamily, 1);
});
