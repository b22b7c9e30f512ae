import pg from 'pg';
import t from 'tap';
import { deploy } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

t.test('a repeat answers the same resource', async (t) => {
  const headers = { 'idempotency-key': 'one' };
  const body = { externalId: 'once', name: 'Once' };
  const first = await call('POST', '/customers', { body, headers });
  const again = await call('POST', '/customers', { body, headers });
  t.equal(again.status, 201);
  t.same(again.body, first.body);
  const different = await call('POST', '/customers', { body: { ...body, name: 'Other' }, headers });
  t.equal(different.status, 409);
  t.equal(different.body.code, 'idempotency_key_reused');
  const elsewhere = await call('POST', '/integrations', { body: { key: 'x', name: 'x' }, headers });
  t.equal(elsewhere.body.code, 'idempotency_key_reused', 'another path');
  const theirs = await call('POST', '/customers', { body, headers, key: world.globex.key });
  t.equal(theirs.status, 201, 'another organization has keys of its own');
  t.not(theirs.body.id, first.body.id);
  t.equal((await call('POST', '/customers', { body, headers: { 'idempotency-key': 'a b' } })).status, 400);
});

t.test('each API key has keys of its own', async (t) => {
  const headers = { 'idempotency-key': 'guessed' };
  const { key } = (await call('POST', '/api-keys', { body: { name: 'other', scopes: ['customers:write'] } })).body;
  const occupied = await call('POST', '/customers', { key, headers, body: { externalId: 'theirs', name: 'Theirs' } });
  t.equal(occupied.status, 201);
  const body = { externalId: 'mine', name: 'Mine' };
  const mine = await call('POST', '/customers', { headers, body });
  t.equal(mine.status, 201, 'nobody else takes them');
  t.same((await call('POST', '/customers', { headers, body })).body, mine.body);
  const repeated = await call('POST', '/customers', { key, headers, body });
  t.equal(repeated.body.code, 'idempotency_key_reused', 'and its own stay its own');
});

t.test('concurrent repeats make one', async (t) => {
  const headers = { 'idempotency-key': 'many' };
  const body = { externalId: 'many', name: 'Many' };
  const answers = await Promise.all(Array.from({ length: 20 }, () => call('POST', '/customers', { body, headers })));
  t.same(new Set(answers.map(({ status }) => status)), new Set([201]));
  t.equal(new Set(answers.map((answer) => answer.body.id)).size, 1);
  const audit = await call('GET', `/audit-events?targetId=${answers[0]?.body.id}`);
  t.equal(audit.body.items.length, 1);
});

t.test('concurrent requests with one key and different bodies: one is done, the others are refused', async (t) => {
  const headers = { 'idempotency-key': 'different' };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      call('POST', '/customers', { body: { externalId: `different-${at}`, name: 'Different' }, headers }),
    ),
  );
  const made = answers.filter(({ status }) => status === 201);
  t.equal(made.length, 1);
  t.equal(answers.filter(({ body }) => body.code === 'idempotency_key_reused').length, 19);
  const secrets = await Promise.all(
    Array.from({ length: 20 }, () =>
      call('POST', '/api-keys', {
        body: { name: 'raced', scopes: ['keys:read'] },
        headers: { 'idempotency-key': 'raced' },
      }),
    ),
  );
  t.equal(secrets.filter(({ status }) => status === 201).length, 1, 'one learns the secret');
  t.equal(secrets.filter(({ body }) => body.code === 'idempotent_repeat_of_secret').length, 19);
});

t.test(
  'a process that dies between claim and answer holds the key until its connection ends, and no longer',
  async (t) => {
    const { organizationId } = world.acme;
    const headers = { 'idempotency-key': 'died' };
    const body = { externalId: 'died', name: 'Died' };
    const client = await world.db.pool.connect();
    client.on('error', () => undefined);
    await client.query(`BEGIN; SET LOCAL app.organization_id = '${organizationId}'`);
    await client.query(
      `INSERT INTO idempotency_record (organization_id, api_key_id, key, request_hash, expires_at)
     SELECT organization_id, id, 'died', '\\x00', now() + interval '1 day' FROM api_key WHERE organization_id = $1
      ORDER BY id LIMIT 1`,
      [organizationId],
    );
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const waiting = call('POST', '/customers', { body, headers });
    const admin = new pg.Client(world.adminUrl);
    await admin.connect();
    const isBlocked = async () =>
      (await admin.query('SELECT FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))', [rows[0]?.pid]))
        .rowCount;
    while (!(await isBlocked())) await new Promise((resolve) => setTimeout(resolve, 20));
    await admin.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    client.release(new Error('it is gone'));
    const answer = await waiting;
    t.equal(answer.status, 201);
    t.same((await call('POST', '/customers', { body, headers })).body, answer.body);
    // Past its time a record is nobody's any more, reaped or not.
    await admin.query(`UPDATE idempotency_record SET expires_at = now() - interval '1 second' WHERE key = 'died'`);
    const other = { externalId: 'after', name: 'After' };
    t.equal((await call('POST', '/customers', { body: other, headers })).status, 201);
    await admin.end();
  },
);

t.test('a refused request leaves the key free', async (t) => {
  const headers = { 'idempotency-key': 'refused' };
  await call('POST', '/customers', { body: { externalId: 'taken', name: 'Taken' } });
  const body = { externalId: 'taken', name: 'Again' };
  t.equal((await call('POST', '/customers', { body, headers })).status, 409);
  t.equal((await call('POST', '/customers', { body: { ...body, externalId: 'free' }, headers })).status, 201);
});

t.test('a secret is told once', async (t) => {
  const headers = { 'idempotency-key': 'secret' };
  const body = { name: 'once', scopes: ['keys:read'] };
  t.equal((await call('POST', '/api-keys', { body, headers })).status, 201);
  const again = await call('POST', '/api-keys', { body, headers });
  t.equal(again.status, 409);
  t.equal(again.body.code, 'idempotent_repeat_of_secret');
  const named = (await call('GET', '/api-keys')).body.items.filter((key: { name: string }) => key.name === 'once');
  t.equal(named.length, 1);

  const place = await deploy(world);
  t.teardown(() => place.server.close());
  const session = { body: { instanceId: place.instanceId }, headers: { 'idempotency-key': 'wizard' } };
  t.equal((await call('POST', '/wizard-sessions', session)).status, 201);
  t.equal((await call('POST', '/wizard-sessions', session)).body.code, 'idempotent_repeat_of_secret');
});

t.test('a repeated disconnect does not end the next grant', async (t) => {
  const place = await deploy(world, { key: 'disconnects' });
  t.teardown(() => place.server.close());
  const path = `/connections/${place.connectionId}`;
  const headers = { 'idempotency-key': 'disconnect' };
  await world.connect(place.connectionId);
  t.equal((await call('POST', `${path}/disconnect`, { headers })).body.status, 'disconnecting');
  await world.connect(place.connectionId);
  t.equal((await call('POST', `${path}/disconnect`, { headers })).body.status, 'active');

  const report = { body: { outcome: 'connection_error' }, headers: { 'idempotency-key': 'report' } };
  await call('POST', `${path}/executions`, report);
  await call('POST', `${path}/executions`, report);
  const log = await call('GET', `${path}/events?kind=connection_error_reported`);
  t.equal(log.body.items.length, 1);
});
