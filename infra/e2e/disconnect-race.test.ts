import { freshDatabase } from '@latchkey/db/testing';
import { formatId } from '@latchkey/oauth';
import { type AuthorizationServerOptions, startAuthorizationServer } from '@latchkey/oauth/testing';
import t, { type Test } from 'tap';
import { apiClient } from './api-client.js';
import { readToken } from './api-reader.js';
import { type ArrangeOptions, arrange, newKeyEncryptionKey } from './arrange.js';
import { openRows, storedTokens } from './grant-rows.js';
import { startProcesses } from './processes.js';
import { until } from './until.js';

const database = await freshDatabase();
t.teardown(() => database.drop());
const key = newKeyEncryptionKey();
const rows = openRows(t, database.adminUrl);
const processes = await startProcesses(t, { database, key, doors: ['api', 'worker'], tickMs: 500 });

/** An organization with a provider of its own and one connection, which is not due. */
async function connected(
  t: Test,
  how: Pick<AuthorizationServerOptions, 'revocation'> & Pick<ArrangeOptions, 'revocationReach'>,
) {
  const { revocation, ...arrangement } = how;
  const server = await startAuthorizationServer({ clients: [], ...(revocation ? { revocation } : {}) });
  t.teardown(() => server.close());
  const arranged = await arrange(t, { database, key, server, ...arrangement });
  const { url } = processes.first('api');
  const [connection] = await arranged.connect(1, { dueInMs: 3_600_000, account: 'ada@example.test' });
  if (!connection || !url) throw new Error('nothing was connected');
  const { connectionId, grantId } = connection;
  const wireId = formatId('connection', connectionId);
  const api = apiClient(url, arranged.apiKey);
  const disconnect = () => api.post<{ status: string }>(`/v1/connections/${wireId}/disconnect`, {});
  const read = (minimumSeconds = 0) => readToken(url, arranged.apiKey, connectionId, minimumSeconds);
  const leftOvers = () =>
    rows.query(
      `SELECT grant_id FROM grant_clock WHERE grant_id = $1 UNION ALL SELECT grant_id FROM grant_token WHERE grant_id = $1`,
      [grantId],
    );
  const outcome = async () => {
    const found = await rows.query<{ outcome: string | null }>(
      'SELECT revocation_outcome AS outcome FROM "grant" WHERE id = $1',
      [grantId],
    );
    return found[0]?.outcome;
  };
  return { server, arranged, connection, wireId, api, disconnect, read, leftOvers, outcome };
}

t.jobs = 3;
t.test('disconnected while a refresh is under way', { buffered: true }, async (t) => {
  const { server, connection, wireId, api, disconnect, read, leftOvers, outcome } = await connected(t, {});
  const gate = server.gate();
  server.script({ endpoint: 'token', fault: { kind: 'gate', gate, at: 'after' } });
  t.equal((await read()).status, 200);
  await api.post(`/v1/connections/${wireId}/refresh`, {});
  await gate.arrived;
  t.equal((await disconnect()).status, 'disconnecting');
  t.match(await read(), { status: 409, code: 'not_connected' }, 'from that instant no read returns a token');
  t.match(await read(86_400), { status: 409, code: 'not_connected' });
  const revocations = () => server.ledger.entries.filter(({ endpoint }) => endpoint === 'revoke');
  const waited = await rows.query(
    "SELECT FROM grant_clock WHERE grant_id = $1 AND duty = 'revoke' AND attempt_id IS NOT NULL",
    [connection.grantId],
  );
  t.equal(waited.length, 1, 'the grant is revoking, its attempt still open');
  t.same(revocations(), [], 'the revocation waits for what is under way');
  gate.release();
  await until('the grant to end', async () => (await outcome()) === 'revoked', 60);
  t.same(
    revocations()
      .map(({ outcome }) => outcome)
      .at(0),
    'revoked',
    'the newest refresh token was revoked: an old one would have been gone already',
  );
  t.same(server.ledger.liveGrants(), [], 'nothing lives on at the provider');
  t.equal(server.ledger.spends(connection.family).length, 1);
  t.same(await leftOvers(), [], 'clock and tokens are gone');
  t.match(await rows.grant(connection.connectionId), { status: 'pending', grantId: null });
  t.match(await read(), { status: 409, code: 'not_connected' });
});

t.test('a reader’s refresh is disconnected', { buffered: true }, async (t) => {
  const { server, connection, disconnect, read, outcome } = await connected(t, {});
  await rows.query(
    "UPDATE grant_clock SET expires_at = statement_timestamp() - interval '1 minute' WHERE grant_id = $1",
    [connection.grantId],
  );
  const gate = server.gate();
  server.script({ endpoint: 'token', fault: { kind: 'gate', gate, at: 'after' } });
  const reading = read();
  await gate.arrived;
  await disconnect();
  gate.release();
  t.match(await reading, { status: 409, code: 'not_connected' }, 'the reader gets nothing of what it fetched');
  await until('the grant to end', async () => (await outcome()) === 'revoked', 60);
  t.same(server.ledger.liveGrants(), []);
  t.equal(server.ledger.spends(connection.family).length, 1);
});

t.test('connected again while the revocation of the former grant is late', { buffered: true }, async (t) => {
  const { server, arranged, connection, disconnect, leftOvers, read, outcome } = await connected(t, {
    revocation: 'kills_siblings',
    revocationReach: 'account',
  });
  // The revocation cannot be carried out now: it backs off, and the person connects again meanwhile.
  const busy = server.script({
    endpoint: 'revoke',
    times: Number.POSITIVE_INFINITY,
    fault: { kind: 'answer', status: 503 },
  });
  await disconnect();
  await until('the first try', () => busy.hits > 0, 60);
  const again = await arranged.reconnect(connection, { account: 'ada@example.test', dueInMs: 3_600_000 });
  const tries = busy.hits;
  busy.remove();
  await rows.query('UPDATE grant_clock SET due_at = statement_timestamp() WHERE grant_id = $1', [connection.grantId]);
  await until('the former grant to end', async () => (await outcome()) !== null, 60);
  t.equal(await outcome(), 'superseded');
  const sent = server.ledger.entries.filter(({ endpoint }) => endpoint === 'revoke');
  t.equal(sent.length, tries, 'nothing more was sent');
  t.same(await leftOvers(), [], 'our copies of the former grant are gone');
  const row = await rows.grant(connection.connectionId);
  t.match(row, { status: 'active', grantId: again.grantId, generation: 1 }, 'the new grant is untouched');
  const { refreshToken } = await storedTokens(arranged, row);
  t.ok(server.ledger.isLive(refreshToken ?? ''), 'and lives');
  t.equal((await read()).accessToken, again.minted.accessToken);
});
