import { freshDatabase } from '@latchkey/db/testing';
import { startAuthorizationServer } from '@latchkey/oauth/testing';
import t from 'tap';
import { readToken, type TokenReading } from './api-reader.js';
import { type Arranged, arrange, type LiveConnection, newKeyEncryptionKey } from './arrange.js';
import { openRows, storedTokens } from './grant-rows.js';
import { startProcesses } from './processes.js';
import { cases, good, over, type ProviderCase, timesDivisor, unavailable } from './provider-cases.js';
import { until } from './until.js';

const tickMs = 250;

t.jobs = 2;
t.test('a provider that misbehaves, and readers that keep asking', { buffered: true }, async (t) => {
  const database = await freshDatabase();
  t.teardown(() => database.drop());
  const servers = {
    strict: await startAuthorizationServer({ clients: [] }),
    lenient: await startAuthorizationServer({ clients: [], reuseGraceSeconds: 60 }),
  };
  t.teardown(() => Promise.all([servers.strict.close(), servers.lenient.close()]));
  const key = newKeyEncryptionKey();
  const rows = openRows(t, database.adminUrl);
  const strict = await arrange(t, { database, key, server: servers.strict });
  const lenient = await arrange(t, { database, key, server: servers.lenient, reuseGrace: 60 });
  const apart = await arrange(t, { database, key, server: servers.strict });
  const processes = await startProcesses(t, { database, key, doors: ['api', 'worker'], timesDivisor, tickMs });
  const [api, worker] = [processes.first('api'), processes.first('worker')];

  const prepared = await Promise.all(
    cases.map(async (it) => {
      const ofStrict = it.client === 'own' ? apart : strict;
      const [arranged, server] = it.grace ? [lenient, servers.lenient] : [ofStrict, servers.strict];
      const [place] = await arranged.pending(1);
      if (!place) throw new Error('there is no place for a connection');
      const connection = await arranged.reconnect(place, { expiresInSeconds: it.life, dueInMs: 3_600_000 });
      const { family } = connection;
      for (const fault of it.faults) server.script({ endpoint: 'token', when: { family }, fault });
      const requests = () => server.ledger.tokenRequests().filter((request) => request.family === family);
      return { ...it, arranged, server, connection, requests, readings: [] as TokenReading[] };
    }),
  );
  // Always due, its token good, its provider away; and the same with a token that is over.
  const [stays, ends] = [await oneMore(strict, good), await oneMore(strict, over)];
  for (const { family } of [stays, ends])
    servers.strict.script({ endpoint: 'token', when: { family }, times: Number.POSITIVE_INFINITY, fault: unavailable });
  const hung = await oneMore(strict, 600);
  servers.strict.script({ endpoint: 'token', when: { family: hung.family }, fault: { kind: 'hang' } });
  await rows.query('UPDATE grant_clock SET due_at = statement_timestamp()');

  const isOver = async () => {
    const grants = await rows.grants();
    for (const { arranged, connection, readings } of prepared)
      readings.push(await readToken(api.url, arranged.apiKey, connection.connectionId, 0));
    return prepared.every(({ connection, end }) => {
      const row = grants.get(connection.connectionId);
      return end === 'renewed' ? row?.generation === 2 && row.status === 'active' : row?.reason === end;
    });
  };
  await until('every case to come to its end', isOver, 80);

  for (const { name, connection, arranged, server, requests, readings, life, ...expected } of prepared) {
    await t.test(`it ${name}`, async (t) => {
      const asked = requests();
      t.equal(asked.length, expected.waits.length + 1, 'so many requests and not one more, however often it is read');
      for (const [index, { after, min, max }] of expected.waits.entries()) {
        const waited = Number(asked[index + 1]?.at) - Number(asked[index]?.endedAt);
        t.ok(waited >= min, `not sooner after ${after}: ${waited} ms`);
        t.ok(waited <= max + 2 * tickMs + worker.slackMs, `and soon enough: ${waited} ms`);
      }
      const told = worker.log
        .filter((line) => line.includes(connection.grantId) && line.includes('failureClass'))
        .map((line) => JSON.parse(line).failureClass);
      if (life === good) t.equal(told[0], expected.failureClass, 'its class, told by the worker');
      const row = await rows.grant(connection.connectionId);
      if (expected.end === 'renewed') {
        const { accessToken, refreshToken } = await storedTokens(arranged, row);
        t.ok(server.ledger.isLive(accessToken) && server.ledger.isLive(refreshToken ?? ''), 'it recovers');
      }
      const stored = new Set([connection.minted.accessToken]);
      if (expected.end === 'renewed') stored.add((await storedTokens(arranged, row)).accessToken);
      t.same(
        readings.filter((reading) => !isFit(reading, { life, stored, end: expected.end })),
        [],
        'readers get the stored token while it is good, else when to ask again',
      );
    });
  }

  await t.test('it is away for long', async (t) => {
    const before = servers.strict.ledger.tokenRequests().length;
    const readings = { stays: [] as TokenReading[], ends: [] as TokenReading[] };
    for (let i = 0; i < 20; i++) {
      readings.stays.push(await readToken(api.url, strict.apiKey, stays.connectionId, 86_400));
      readings.ends.push(await readToken(api.url, strict.apiKey, ends.connectionId));
    }
    t.ok(
      readings.stays.every(({ status, accessToken }) => status === 200 && accessToken === stays.minted.accessToken),
      'the stored token is good and is answered, whatever more was asked of it',
    );
    t.ok(
      readings.ends.every(({ status, retryAfter }) => status === 503 && Number(retryAfter) >= 1),
      'without one: 503 and Retry-After',
    );
    const asked = servers.strict.ledger.tokenRequests().length - before;
    t.ok(asked <= 4, `40 readings and the worker made ${asked} requests: no more than are due`);
    t.match(await rows.grant(ends.connectionId), { status: 'active', reason: null }, 'nobody is told to reconnect');
  });

  await t.test('it is slower than the time-out, and the token is still good', async (t) => {
    const requests = servers.strict.ledger.tokenRequests().filter(({ family }) => family === hung.family);
    t.equal(requests.length, 1, 'it is not asked again yet');
    const row = await rows.query<{ seconds: number }>(
      'SELECT extract(epoch FROM expires_at - due_at)::float8 AS seconds FROM grant_clock WHERE grant_id = $1',
      [hung.grantId],
    );
    const seconds = Number(row[0]?.seconds);
    t.ok(seconds > 0 && seconds <= 12 + 1, `due when little life is left: ${seconds} s before the end`);
    const reading = await readToken(api.url, strict.apiKey, hung.connectionId, 0);
    t.match(reading, { status: 200, accessToken: hung.minted.accessToken }, 'readers get the stored token');
  });
});

t.test('a provider that never answers holds up its own grants only', { buffered: true }, async (t) => {
  const database = await freshDatabase();
  t.teardown(() => database.drop());
  const server = await startAuthorizationServer({ clients: [] });
  t.teardown(() => server.close());
  const key = newKeyEncryptionKey();
  const rows = openRows(t, database.adminUrl);
  const arranged = await arrange(t, { database, key, server });
  const stuck = await arranged.connect(3, { expiresInSeconds: over });
  for (const { family } of stuck) server.script({ endpoint: 'token', when: { family }, fault: { kind: 'hang' } });
  const others = await arranged.connect(20, { expiresInSeconds: over });
  // One slot is left to twenty grants.
  await startProcesses(t, { database, key, doors: ['worker'], slots: 4, tickMs: 3000 });
  const isRefreshed = async () => {
    const grants = await rows.grants();
    return others.every(({ connectionId }) => grants.get(connectionId)?.generation === 2);
  };
  await until('all the others to be refreshed', isRefreshed, 60);
  const held = server.ledger.tokenRequests().filter(({ delivery }) => delivery === 'pending');
  t.equal(held.length, stuck.length, 'while those that are stuck still wait for their first answer');
});

async function oneMore(arranged: Arranged, expiresInSeconds: number): Promise<LiveConnection> {
  const [connection] = await arranged.connect(1, { expiresInSeconds, dueInMs: 3_600_000 });
  if (!connection) throw new Error('nothing was connected');
  return connection;
}

function isFit(
  reading: TokenReading,
  known: { readonly life: number; readonly stored: ReadonlySet<string>; readonly end: ProviderCase['end'] },
): boolean {
  if (reading.status === 200) return known.stored.has(reading.accessToken ?? '');
  if (known.life === good) return false;
  if (reading.status === 503) return Number(reading.retryAfter) >= 1;
  if (reading.status === 409) return reading.code === 'reauthorization_required' && known.end !== 'renewed';
  return reading.status === 422 && reading.code === 'client_misconfigured';
}
