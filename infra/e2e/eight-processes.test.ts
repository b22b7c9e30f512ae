import { freshDatabase } from '@latchkey/db/testing';
import { startAuthorizationServer } from '@latchkey/oauth/testing';
import t from 'tap';
import { readToken } from './api-reader.js';
import { arrange, newKeyEncryptionKey } from './arrange.js';
import { openRows } from './grant-rows.js';
import { startProcesses } from './processes.js';

/** No window of it sees more requests than that, as its definition says. */
const rateLimit = { requests: 10, seconds: 3 };

t.test('eight processes ask for expired tokens at once', async (t) => {
  const database = await freshDatabase();
  t.teardown(() => database.drop());
  const server = await startAuthorizationServer({ clients: [] });
  t.teardown(() => server.close());
  const key = newKeyEncryptionKey();
  const rows = openRows(t, database.adminUrl);
  const arranged = await arrange(t, { database, key, server });
  const processes = await startProcesses(t, { database, key, doors: Array.from({ length: 8 }, () => 'api' as const) });
  t.equal(new Set(processes.all.map(({ pid }) => pid)).size, 8);
  // One after another: what a process does at its first request is not what is looked at here, and is a lot eight times.
  const [known] = await arranged.connect(1, { expiresInSeconds: 3600 });
  if (!known) throw new Error('nothing was connected');
  for (const { url } of processes.all) await readToken(url, arranged.apiKey, known.connectionId);

  for (const answer of ['quick', 'slow'] as const) {
    const [connection] = await arranged.connect(1, { expiresInSeconds: -10 });
    if (!connection) throw new Error('nothing was connected');
    const { connectionId, family } = connection;
    // A slow answer keeps all the others waiting for the one that asks.
    if (answer === 'slow') server.script({ endpoint: 'token', when: { family }, fault: { kind: 'delay', ms: 1500 } });
    const read = () => processes.all.map(({ url }) => readToken(url, arranged.apiKey, connectionId));
    const readings = await Promise.all([...read(), ...read()]);
    const [first] = readings;
    t.same(
      readings.filter(({ status }) => status !== 200),
      [],
      'every one is answered',
    );
    t.equal(new Set(readings.map(({ accessToken }) => accessToken)).size, 1, 'with the same token');
    t.ok(server.ledger.isLive(first?.accessToken ?? ''), 'which the provider takes');
    t.not(first?.accessToken, connection.minted.accessToken);
    const requests = server.ledger.tokenRequests().filter((request) => request.family === family);
    t.equal(requests.length, 1, `exactly one token request, when the provider is ${answer}`);
    t.match(await rows.grant(connectionId), { generation: 2, attemptId: null, status: 'active' });
  }

  await t.test(
    'of many connections of a client with a limit: they share its budget, and all are answered',
    async (t) => {
      const limited = await arrange(t, { database, key, server, rateLimit });
      const connections = await limited.connect(20, { expiresInSeconds: -10 });
      const readings = await Promise.all(
        connections.map(({ connectionId }, index) =>
          readToken(processes.all[index % 8]?.url, limited.apiKey, connectionId),
        ),
      );
      t.same(
        readings.filter(({ status }) => status !== 200),
        [],
      );
      const families = new Set(connections.map(({ family }) => family));
      const moments = server.ledger
        .tokenRequests()
        .flatMap(({ family, at }) => (families.has(family ?? '') ? [at] : []));
      t.equal(moments.length, 20, 'one request for each');
      const inWindow = (from: number) =>
        moments.filter((at) => at >= from && at < from + rateLimit.seconds * 1000).length;
      t.ok(Math.max(...moments.map(inWindow)) <= rateLimit.requests, moments.map((at) => Math.round(at)).join(' '));
    },
  );
});
