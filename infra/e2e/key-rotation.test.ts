import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { allSealedColumns, createDataKeyStore } from '@latchkey/db';
import { freshDatabase } from '@latchkey/db/testing';
import { startAuthorizationServer } from '@latchkey/oauth/testing';
import { createVault, openEnvironmentKeys } from '@latchkey/vault';
import t from 'tap';
import { readToken } from './api-reader.js';
import { arrange, newKeyEncryptionKey } from './arrange.js';
import { openRows, storedTokens } from './grant-rows.js';
import { startOperator } from './operator-process.js';
import { startProcesses } from './processes.js';
import { until } from './until.js';

t.test('all keys are rotated under running processes, by a command that is killed midway', async (t) => {
  const database = await freshDatabase();
  t.teardown(() => database.drop());
  const server = await startAuthorizationServer({ clients: [], accessTokenSeconds: 3 });
  t.teardown(() => server.close());
  const former = newKeyEncryptionKey();
  const next = `kek-next:${randomBytes(32).toString('base64url')}`;
  const arranged = await arrange(t, { database, key: former, server });
  const rows = openRows(t, database.adminUrl);
  const still = await arranged.connect(130, { dueInMs: 3_600_000 });
  const busy = await arranged.connect(5, { expiresInSeconds: -1 });
  const [formerDataKey] = await rows.query<{ id: string }>('SELECT id FROM organization_data_key');
  // The doors know both keys, the former one first: so a rotation finds them when it is begun as the README says.
  const processes = await startProcesses(t, {
    ...{ database, key: `${former},${next}`, doors: ['worker', 'api'], timesDivisor: 20, tickMs: 200 },
  });
  const environment = { ...processes.environment('worker'), LATCHKEY_KEY: `${next},${former}` };

  const api = processes.first('api');
  // Each refresh replaces the very value that the rotation may have in its hands.
  const reads = { over: false, tokens: 0, bad: [] as number[] };
  const reading = busy.map(async ({ connectionId }) => {
    while (!reads.over) {
      const { status } = await readToken(api.url, arranged.apiKey, connectionId);
      if (status === 200) reads.tokens++;
      else if (status !== 503) reads.bad.push(status); // 503: the refresh takes longer than this reader may wait
      await sleep(150);
    }
  });
  const underFormer = async () => {
    let found = 0;
    for (const { table, column } of allSealedColumns) {
      const [row] = await rows.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM ${table} WHERE convert_from(substring(${column} from 3 for 36), 'LATIN1') = $1`,
        [formerDataKey?.id],
      );
      found += row?.n ?? 0;
    }
    return found;
  };

  const killed = startOperator(t, environment, ['rotate-keys', '--per-second', '50']);
  await until('some of the tokens to be sealed anew', () =>
    killed.lines.some((line) => /: \d\d+ values sealed anew$/.test(line)),
  );
  await killed.kill();
  t.equal(await killed.ended, null, 'by SIGKILL');
  const left = await underFormer();
  t.ok(left > 0 && left < still.length + busy.length, `in the middle: ${left} values are left`);
  const readsBefore = reads.tokens;

  const resumed = startOperator(t, environment, ['rotate-keys']);
  t.equal(await resumed.ended, 0);
  t.match(resumed.lines[0], /^0 data keys wrapped by kek-next/);
  t.match(resumed.lines[1], /^going on with the rotation begun/);
  t.match(
    resumed.lines.join('\n'),
    /\n0 new data keys, for 1 organizations in all\n/,
    'what was done is not done again',
  );
  t.match(resumed.lines.join('\n'), /Done: \d+ values sealed anew/);
  t.equal(await underFormer(), 0, 'nothing is left under the former data key');
  t.ok(reads.tokens > readsBefore, 'reads and refreshes went on');
  reads.over = true;
  await Promise.all(reading);
  t.same(reads.bad, [], 'and no reader met a fault');

  const grants = await rows.grants();
  const vault = createVault({
    keyEncryptionKeys: openEnvironmentKeys({ LATCHKEY_KEY: next }),
    dataKeys: createDataKeyStore(arranged.db),
  });
  const lost: string[] = [];
  for (const { connectionId, family } of [...still, ...busy]) {
    const row = grants.get(connectionId);
    const tokens = row && (await storedTokens({ ...arranged, vault }, row).catch(() => undefined));
    if (!server.ledger.isLive(tokens?.refreshToken ?? '')) lost.push(family);
  }
  t.same(lost, [], 'every value opens, and none was overwritten with an older one');
  t.equal(server.ledger.reuseDetected, 0);
  t.ok(
    busy.every(({ connectionId }) => (grants.get(connectionId)?.generation ?? 0) > 2),
    'each was refreshed while it was sealed anew',
  );

  const retired = startOperator(t, environment, ['retire-key', '--key', 'kek-e2e']);
  t.equal(await retired.ended, 0);
  await api.kill();
  const restarted = await processes.start('api', { LATCHKEY_KEY: next });
  const [one] = still;
  if (!one) throw new Error('nothing was connected');
  t.match(
    await readToken(restarted.url, arranged.apiKey, one.connectionId),
    { status: 200 },
    'the next key alone will do',
  );
});
