import { setTimeout as wait } from 'node:timers/promises';
import { freshDatabase } from '@latchkey/db/testing';
import { formatId } from '@latchkey/oauth';
import { startAuthorizationServer } from '@latchkey/oauth/testing';
import t from 'tap';
import { arrange, newKeyEncryptionKey } from './arrange.js';
import { openRows, storedTokens } from './grant-rows.js';
import { startProcesses } from './processes.js';

t.test('a deploy, while a reader that has hung up left a refresh behind', async (t) => {
  const database = await freshDatabase();
  t.teardown(() => database.drop());
  const server = await startAuthorizationServer({ clients: [] });
  t.teardown(() => server.close());
  const key = newKeyEncryptionKey();
  const arranged = await arrange(t, { database, key, server });
  const rows = openRows(t, database.adminUrl);
  const [connection] = await arranged.connect(1, { expiresInSeconds: -1 });
  if (!connection) throw new Error('nothing was connected');
  const gate = server.gate();
  server.script({ endpoint: 'token', fault: { kind: 'gate', gate, at: 'after' } });
  const processes = await startProcesses(t, { database, key, doors: ['api'] });
  const api = processes.first('api');

  const caller = new AbortController();
  const asked = fetch(`${api.url}/v1/connections/${formatId('connection', connection.connectionId)}/access-token`, {
    headers: { authorization: `Bearer ${arranged.apiKey}` },
    signal: caller.signal,
  });
  await gate.arrivals(1);
  caller.abort();
  await t.rejects(asked);
  api.signal('SIGTERM');
  // Long enough for it to end, if nobody waited for the answer.
  t.equal(await Promise.race([api.ended.then(() => 'ended'), wait(1500, 'waits')]), 'waits');
  gate.release();
  t.same(await api.ended, { code: 0, signal: null });
  const row = await rows.grant(connection.connectionId);
  t.match(row, { generation: 2, status: 'active', attemptId: null });
  t.ok(server.ledger.isLive((await storedTokens(arranged, row)).refreshToken ?? ''), 'the rotated token is kept');
  t.equal(server.ledger.tokenRequests().length, 1);
});
