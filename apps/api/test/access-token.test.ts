import { findClientOf, openDatabase, pauseClient, pauseServer, resumeClient, resumeServer } from '@latchkey/db';
import { parseId } from '@latchkey/oauth';
import pg from 'pg';
import t from 'tap';
import { clientSecret, deploy } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());

t.test('a live token, refreshed while the caller waits when it is short', async (t) => {
  const place = await deploy(world, { accessTokenSeconds: 3600 });
  t.teardown(() => place.server.close());
  const path = `/connections/${place.connectionId}/access-token`;

  const before = await world.call('GET', path);
  t.equal(before.status, 409);
  t.equal(before.body.code, 'not_connected');

  await world.connect(place.connectionId);
  const first = await world.call('GET', path);
  t.equal(first.status, 200);
  t.equal(first.headers['cache-control'], 'no-store');
  t.equal(first.body.tokenType, 'Bearer');
  t.same(first.body.scopes, ['read', 'write']);
  t.same(first.body.missingScopes, []);
  t.same(first.body.inputs, {});
  t.equal(first.body.generation, 1);
  t.match(first.body.expiresAt, /Z$/);
  t.equal(first.body.token.access_token, first.body.accessToken);
  t.notOk('refresh_token' in first.body.token);
  const api = await fetch(place.server.apiUrl, { headers: { authorization: `Bearer ${first.body.accessToken}` } });
  t.equal(api.status, 200, 'the provider takes it');

  const again = await world.call('GET', path);
  t.equal(again.body.accessToken, first.body.accessToken, 'the same while it is good');

  // Asked for more than half the lifetime: capped, so the stored one is answered.
  const long = await world.call('GET', `${path}?minimumSeconds=3590`);
  t.equal(long.body.generation, 1);
});

t.test('an expired token is refreshed, once for many readers', async (t) => {
  const place = await deploy(world, { accessTokenSeconds: 2, key: 'short' });
  t.teardown(() => place.server.close());
  await world.connect(place.connectionId);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  const path = `/connections/${place.connectionId}/access-token`;
  const answers = await Promise.all(Array.from({ length: 8 }, () => world.call('GET', path)));
  t.same(new Set(answers.map(({ status }) => status)), new Set([200]));
  t.same(new Set(answers.map(({ body }) => body.generation)), new Set([2]));
  const refreshes = place.server.ledger.tokenRequests('refresh_token');
  t.equal(refreshes.length, 1);
});

t.test('a consent that the provider limits: its end is shown, told ahead once, and then the reason', async (t) => {
  const day = 86_400_000;
  let passed = 0;
  const place = await deploy(world, {
    ...{ accessTokenSeconds: 3600, authorizationSeconds: 30 * 86_400, key: 'limited' },
    now: () => Date.now() + passed,
  });
  t.teardown(() => place.server.close());
  await world.connect(place.connectionId);
  const path = `/connections/${place.connectionId}`;
  const shown = await world.call('GET', path);
  t.ok(Math.abs(Date.parse(shown.body.grantExpiresAt) - Date.now() - 30 * day) < 600_000);
  const admin = new pg.Client(world.adminUrl);
  await admin.connect();
  t.teardown(() => admin.end());
  const id = parseId('connection', place.connectionId);
  const pass = async (days: number) => {
    passed += days * day;
    await admin.query(`UPDATE "grant" SET created_at = created_at - $2 * interval '1 day' WHERE connection_id = $1`, [
      ...[id, days],
    ]);
    await admin.query(
      `UPDATE grant_clock SET expires_at = now(), absolute_deadline = absolute_deadline - $2 * interval '1 day'
       WHERE grant_id = (SELECT grant_id FROM connection WHERE id = $1)`,
      [id, days],
    );
  };
  const told = async () => (await world.call('GET', `${path}/events?kind=expiring`)).body.items;
  for (const [days, events] of [
    [20, 0],
    [5, 1],
    [1, 1],
  ] as const) {
    await pass(days);
    t.equal((await world.call('GET', `${path}/access-token`)).status, 200);
    t.equal((await told()).length, events, `${days} days on`);
  }
  const [{ details }] = await told();
  t.ok(Math.abs(Date.parse(details.expiresAt) - Date.now() - 5 * day) < 600_000, 'with the date');
  const webhooks = await admin.query('SELECT type FROM webhook_outbox WHERE connection_id = $1 ORDER BY at', [id]);
  t.same(webhooks.rows.at(-1), { type: 'connection.expiring' });
  await pass(5);
  const ended = await world.call('GET', `${path}/access-token`);
  t.equal(ended.status, 409);
  t.equal(ended.body.reason, 'authorization_expired');
});

t.test('a dead grant, a wrong secret and an unreachable provider', async (t) => {
  const dead = await deploy(world, { accessTokenSeconds: 1, key: 'dead' });
  t.teardown(() => dead.server.close());
  await world.connect(dead.connectionId);
  const [family] = dead.server.ledger.liveGrants().map((grant) => grant.family);
  dead.server.killGrant(family ?? '');
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const rejected = await world.call('GET', `/connections/${dead.connectionId}/access-token`);
  t.equal(rejected.status, 409);
  t.equal(rejected.body.code, 'reauthorization_required');
  t.equal(rejected.body.reason, 'grant_rejected');
  const shown = await world.call('GET', `/connections/${dead.connectionId}`);
  t.equal(shown.body.status, 'error');
  t.equal(shown.body.color, 'red');
  t.equal(shown.body.reason.code, 'grant_rejected');
  const refresh = await world.call('POST', `/connections/${dead.connectionId}/refresh`);
  t.equal(refresh.body.code, 'reauthorization_required', 'nor is it refreshed by force');

  const wrong = await deploy(world, { accessTokenSeconds: 1, key: 'wrong' });
  t.teardown(() => wrong.server.close());
  await world.connect(wrong.connectionId);
  wrong.server.registerClient({ clientId: 'acme-client', clientSecret: 'another', authMethod: 'client_secret_basic' });
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const misconfigured = await world.call('GET', `/connections/${wrong.connectionId}/access-token`);
  t.equal(misconfigured.status, 422);
  t.equal(misconfigured.body.code, 'client_misconfigured');
  t.equal(misconfigured.body.errors[0].field, 'environments');
  const stateOf = async () =>
    (await world.call('GET', `/connection-configs/${wrong.configId}`)).body.environments.production.clientState;
  t.equal(await stateOf(), 'misconfigured');
  const worker = openDatabase({ url: world.workerUrl, poolMax: 1, applicationName: 'api-test' });
  t.teardown(() => worker.close());
  await pauseServer(worker, new URL(wrong.server.tokenUrl).host);
  const paused = await world.call('GET', `/connections/${wrong.connectionId}/access-token`);
  t.equal(paused.status, 503);
  t.equal(paused.body.code, 'paused');
  t.equal(paused.headers['retry-after'], '60');
  await resumeServer(worker, new URL(wrong.server.tokenUrl).host);
  const rowId = await findClientOf(worker, parseId('connection_config', wrong.configId) ?? '', 'production');
  await pauseClient(worker, rowId ?? '');
  t.equal(await stateOf(), 'paused');
  await resumeClient(worker, rowId ?? '');
  t.equal(await stateOf(), 'misconfigured', 'a pause changes nothing of that');
  const mended = await world.call('PATCH', `/connection-configs/${wrong.configId}`, {
    body: { environments: { production: { clientSecret: 'another' } } },
  });
  t.equal(mended.status, 200);

  const away = await deploy(world, { accessTokenSeconds: 1, key: 'away' });
  t.teardown(() => away.server.close());
  await world.connect(away.connectionId);
  await away.server.goDown();
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const unavailable = await world.call('GET', `/connections/${away.connectionId}/access-token`);
  t.equal(unavailable.status, 503);
  t.equal(unavailable.body.code, 'unavailable');
  t.match(String(unavailable.headers['retry-after']), /^[1-9][0-9]*$/);
  const failing = await world.call('GET', `/connections/${away.connectionId}`);
  t.match(failing.body.refreshFailingSince, /Z$/, 'the vendor sees that refreshes fail');
  t.match(failing.body.refreshDueAt, /Z$/);

  t.same(
    world.logged.filter((line) => line.includes(clientSecret)),
    [],
    'no log line holds the secret',
  );
});
