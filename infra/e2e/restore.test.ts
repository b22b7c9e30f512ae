import path from 'node:path';
import { commands } from '@latchkey/latchkey';
import { formatId } from '@latchkey/oauth';
import { startAuthorizationServer } from '@latchkey/oauth/testing';
import t from 'tap';
import { readToken } from './api-reader.js';
import { arrange, type LiveConnection, newKeyEncryptionKey } from './arrange.js';
import { openRows, storedTokens } from './grant-rows.js';
import { startOperator } from './operator-process.js';
import { ownPostgres } from './own-postgres.js';
import { startProcesses } from './processes.js';
import { until } from './until.js';

t.test(
  'the database is restored from a backup that is older than its refresh tokens',
  { timeout: 300_000 },
  async (t) => {
    const postgres = await ownPostgres(t);
    const { urls } = postgres;
    const server = await startAuthorizationServer({ clients: [] });
    t.teardown(() => server.close());
    const key = newKeyEncryptionKey();
    const arranged = await arrange(t, { database: urls, key, server });
    const rows = openRows(t, urls.adminUrl);
    const spoolFolder = path.join(t.testdir(), 'spool');
    const requests = ({ family }: LiveConnection) =>
      server.ledger.tokenRequests('refresh_token').filter((request) => request.family === family);

    // A witness has beaten before the backup, so that the restored database has forgotten something.
    const processes = await startProcesses(t, {
      ...{ database: urls, key, doors: ['worker', 'api'], timesDivisor: 10, tickMs: 500, spoolFolder },
    });
    await until('the first beats', async () => (await rows.query('SELECT FROM restore_witness')).length > 0);
    await processes.first('worker').kill();
    const spent = await arranged.connect(5, { expiresInSeconds: -1 });
    const underWay = await arranged.connect(2, { expiresInSeconds: -1 });
    // Neither was asked for in what is lost; of the first nobody can know that.
    const unspent = await arranged.connect(3, { dueInMs: 3_600_000 });
    await rows.query(
      `UPDATE grant_clock SET expires_at = statement_timestamp() + interval '10 minutes' WHERE grant_id = ANY ($1)`,
      [unspent.map(({ grantId }) => grantId)],
    );
    const innocent = await arranged.connect(3, { expiresInSeconds: 3600, dueInMs: 3_000_000 });
    await postgres.backUp();

    const gate = server.gate();
    for (const { family } of underWay)
      server.script({ endpoint: 'token', when: { family }, fault: { kind: 'gate', gate, at: 'after' } });
    const worker = await processes.start('worker');
    await gate.arrivals(underWay.length);
    await until('the refreshes that will be forgotten', async () => {
      const grants = await rows.grants();
      return spent.every(({ connectionId }) => grants.get(connectionId)?.generation === 2);
    });
    // Answers that come while the database is away stay in the worker's memory, and outlive the restore there.
    const isHeld = ({ grantId }: LiveConnection) =>
      worker.log.some((line) => line.includes('"store_retry"') && line.includes(grantId));
    await postgres.restore(async () => {
      gate.release();
      await until('the answers to be held in memory', () => underWay.every(isHeld));
    });

    const readyz = async () => (await fetch(`${worker.privateUrl}/readyz`)).json();
    await t.test('claims stop, and what is stored is still answered', { timeout: 240_000 }, async (t) => {
      await until('the restore to be noticed', async () => (await readyz()).warnings?.restore, 60);
      t.match(await readyz(), {
        status: 'ready',
        warnings: { restore: /restored from a backup.+operator -- recover/ },
      });
      t.ok(
        worker.log.some((line) => line.includes('"level":"error"') && line.includes('npm run operator -- recover')),
        'the log says it too',
      );
      t.match(await (await fetch(`${worker.privateUrl}/metrics`)).text(), /^latchkey_restore_guard_shut 1$/m);
      for (const { connectionId } of underWay)
        await until('an answer that was in memory', async () => (await rows.grant(connectionId)).generation === 2);

      const read = async ([connection]: readonly LiveConnection[], minimumSeconds?: number) => {
        if (!connection) throw new Error('nothing was connected');
        return readToken(processes.first('api').url, arranged.apiKey, connection.connectionId, minimumSeconds);
      };
      t.match(await read(innocent), { status: 200, generation: 1 });
      t.match(
        await read(unspent, 1800),
        { status: 200, generation: 1 },
        'though it is asked for with more life than it has',
      );
      t.match(await read(spent), { status: 503, retryAfter: '60' }, 'no claim is made for a reader');
      t.same(
        [...spent, ...underWay].filter((connection) => requests(connection).length !== 1),
        [],
        'nothing is asked for with a token from the backup',
      );
    });

    const environment = processes.environment('worker');
    const recover = async (...args: string[]) => {
      const said: string[] = [];
      const report = await commands.get('recover')?.run(args, environment, (line) => void said.push(line));
      return [...said, ...(report ?? [])];
    };
    await t.test('a recovery is killed, resumed, and stops at a run of refusals', { timeout: 200_000 }, async (t) => {
      const killed = startOperator(t, environment, ['recover', '--per-second', '2']);
      await until('the first refusal', () => killed.lines.some((line) => line.endsWith('was refused')), 60);
      await killed.kill();
      await until('claims of all others to be allowed', async () => (await readyz()).warnings === undefined);

      const resumed = (await recover('--most-refusals', '3', '--per-second', '50')).join('\n');
      t.match(resumed, /Scripted refused 3 in a row and is left alone/);
      t.match(resumed, /grants of Scripted still wait/);
      // As a backup has them, whose processes are gone.
      await rows.query(
        `UPDATE grant_clock SET attempt_id = gen_random_uuid(), attempt_holder = 'worker@gone',
           takeover_at = statement_timestamp() + interval '8 s' WHERE duty = 'recover' AND grant_id = ANY ($1)`,
        [unspent.map(({ grantId }) => grantId)],
      );
      const last = await recover('--go-on', 'Scripted', '--per-second', '50');
      t.match(last.join('\n'), /waiting for 3 grants[\s\S]+No grant waits any more/);
      const settled = async () => [...(await rows.grants()).values()].every(({ attemptId }) => attemptId === null);
      await until('what the kill may have left open', settled, 60);
      const told = last.filter((line) => line.includes('rotation_response_lost'));
      t.same(
        spent.filter(({ connectionId }) => !told.some((line) => line.includes(formatId('connection', connectionId)))),
        [],
        'each that is lost is named with its reason',
      );
      t.equal(told.length, spent.length, 'and no other');
    });

    const after = await rows.grants();
    t.same(
      spent.filter(({ connectionId }) => after.get(connectionId)?.reason !== 'rotation_response_lost'),
      [],
      'what was spent needs its person, and says why',
    );
    const dead: string[] = [];
    for (const { connectionId, family } of [...underWay, ...unspent, ...innocent]) {
      const row = after.get(connectionId);
      const { refreshToken } = row ? await storedTokens(arranged, row) : { refreshToken: '' };
      if (row?.status !== 'active' || !server.ledger.isLive(refreshToken ?? '')) dead.push(family);
    }
    t.same(dead, [], 'everything else lives');
    t.ok(
      unspent.every(({ connectionId }) => after.get(connectionId)?.generation === 2),
      'suspects that were innocent are renewed',
    );
    t.ok(
      innocent.every((connection) => requests(connection).length === 0),
      'who is no suspect is left in peace',
    );
    const asked = spent.map((connection) => requests(connection).length - 1);
    t.ok(asked.filter((times) => times > 1).length <= 1, 'each was tried once, but the one that the kill may have hit');
    t.equal(server.ledger.maxConcurrentTokenRequestsPerFamily, 1);
  },
);
