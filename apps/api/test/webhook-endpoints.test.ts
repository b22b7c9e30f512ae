import { reapWebhooks } from '@latchkey/db';
import { Webhook } from 'standardwebhooks';
import t from 'tap';
import { allowedWebhookUrl } from '../src/allowed-webhook-url.js';
import { openWebhookWorld } from './webhook-world.js';
import { callbackPublicUrl } from './world.js';

const world = await openWebhookWorld();
t.teardown(() => world.close());
const { call, deliver, register, tell, admin } = world;

t.test('register, read, change, delete', async (t) => {
  const { id, path, secret, receiver } = await register(t, { body: { eventTypes: ['client.misconfigured'] } });
  t.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  const shown = (await call('GET', path)).body;
  t.match(shown, {
    id: /^whe_[0-9a-f]{32}$/,
    url: receiver.url,
    status: 'enabled',
    eventTypes: ['client.misconfigured'],
  });
  t.match(shown.secrets, [{ id: /^whs_/, expiresAt: null }]);
  const list = await call('GET', '/webhook-endpoints');
  t.same(list.body.items, [shown]);
  t.notMatch(JSON.stringify([shown, list.body, world.logged]), secret.slice(6), 'the secret is told once');
  const rows = await admin.query('SELECT it::text FROM webhook_secret it');
  t.notMatch(JSON.stringify(rows.rows), Buffer.from(secret).toString('hex'), 'and kept sealed');

  await tell(['connected']);
  t.same(await deliver(), [], 'it gets what it asks for only');
  const changed = await call('PATCH', path, { body: { eventTypes: [], description: 'All of it', status: 'disabled' } });
  t.match(changed.body, { eventTypes: [], description: 'All of it', status: 'disabled', disabledReason: 'by_vendor' });
  await tell(['connected']);
  t.same(await deliver(), []);
  t.equal((await call('POST', `${path}/test`)).status, 409, 'disabled');
  await call('PATCH', path, { body: { status: 'enabled' } });
  await tell(['expiring']);
  await deliver();
  t.same(
    receiver.received.map(({ type }) => type),
    ['connection.expiring'],
  );
  const audit = await call('GET', `/audit-events?targetId=${id}`);
  t.same(
    audit.body.items.map(({ action }: { action: string }) => action),
    ['webhook_endpoint.updated', 'webhook_endpoint.updated', 'webhook_endpoint.created'],
  );
  t.notMatch(JSON.stringify(audit.body), '/webhooks"', 'a URL may hold a secret: the audit has its origin');
  t.equal((await call('DELETE', path)).status, 200);
  t.equal((await call('GET', path)).status, 404);
  t.equal((await admin.query('SELECT FROM webhook_delivery')).rowCount, 0, 'its deliveries are gone with it');
});

t.test('a URL that would never be called is refused when it is saved', async (t) => {
  for (const url of [
    'ftp://a.example/',
    'https://u:p@a.example/',
    `${callbackPublicUrl}/x`,
    'not a URL',
    '/webhooks',
  ]) {
    const refused = await call('POST', '/webhook-endpoints', { body: { url } });
    t.equal(refused.status, 422, url);
    t.equal(refused.body.errors[0].field, 'url');
  }
  const baseUrls = ['https://oauth2.example.com', 'https://connect.example.com', 'https://api.example.com'];
  const isOwnHost = (host: string) => host === 'oauth2.customer.example';
  const strict = { egress: { loopback: 'never', baseUrls, isOwnHost } } as const;
  for (const url of [
    'http://a.example/',
    'https://a.example:8443/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://10.0.0.1/',
    ...baseUrls.map((url) => `${url}/v1`),
    'https://oauth2.customer.example/callback',
    'https://OAUTH2.customer.example./callback',
  ])
    t.throws(() => allowedWebhookUrl(strict, url), { code: 'unprocessable' }, url);
  t.throws(() => allowedWebhookUrl(strict, 'https://169.254.169.254/latest'), { code: 'unprocessable' });
  t.equal(allowedWebhookUrl(strict, 'https://a.example/hooks?k=1#part'), 'https://a.example/hooks?k=1');
  const many = await Promise.allSettled(Array.from({ length: 12 }, () => register(t)));
  const refused = many.flatMap((one) => (one.status === 'rejected' ? [one.reason.message] : []));
  t.equal(refused.length, 2, 'also when they come at once');
  for (const message of refused) t.match(message, '10 endpoints at most');
});

t.test('a test message, and one delivery again', async (t) => {
  const { path, receiver, secret } = await register(t, { body: { eventTypes: ['client.recovered'] } });
  world.rings.length = 0;
  const headers = { 'idempotency-key': 'test-1' };
  const asked = await call('POST', `${path}/test`, { headers });
  t.equal(asked.status, 202);
  t.match(asked.body, { type: 'webhook.test', status: 'pending', attempts: 0 });
  t.same(world.rings, ['deliver'], 'the worker is rung up');
  t.same((await call('POST', `${path}/test`, { headers })).body.id, asked.body.id, 'a repeat sends no second one');
  t.equal((await deliver()).length, 1);
  t.match(receiver.received, [{ type: 'webhook.test' }]);
  const again = await call('POST', `${path}/deliveries/${asked.body.id}/replay`);
  t.match(again.body, { id: asked.body.id, status: 'pending', attempts: 0, replayedAt: /Z$/, deliveredAt: null });
  await deliver();
  const [first, second] = receiver.received;
  t.equal(first?.headers['webhook-id'], second?.headers['webhook-id']);
  new Webhook(secret).verify(second?.body ?? '', second?.headers ?? {});
  const none = `${path}/deliveries/whd_${'0'.repeat(32)}/replay`;
  t.equal((await call('POST', none)).status, 404);
  t.equal((await call('POST', `${path}/replay`, { body: { since: 'yesterday' } })).status, 422);
});

t.test('two secrets sign while a rotation lasts', async (t) => {
  const { path, receiver, secret } = await register(t);
  const rotated = await call('POST', `${path}/rotate-secret`, { body: {} });
  t.equal(rotated.status, 200);
  t.equal(rotated.headers['cache-control'], 'no-store');
  t.not(rotated.body.secret, secret);
  t.equal(rotated.body.secrets.length, 2);
  await tell(['connected']);
  await deliver();
  const last = () => receiver.received.at(-1) ?? { body: '', headers: {} };
  const verifies = (text: string) => {
    try {
      return Boolean(new Webhook(text).verify(last().body, last().headers));
    } catch {
      return false;
    }
  };
  t.ok(verifies(secret) && verifies(rotated.body.secret), 'with either');
  const leaked = await call('POST', `${path}/rotate-secret`, { body: { keepSeconds: 0 } });
  t.equal(leaked.body.secrets.length, 1);
  await tell(['expiring']);
  await deliver();
  t.same([secret, rotated.body.secret, leaked.body.secret].map(verifies), [false, false, true]);
  await reapWebhooks(world.workerDb);
  t.equal((await admin.query('SELECT FROM webhook_secret')).rowCount, 1, 'what is over is erased');
});

t.test('deliveries are listed by page, status and time, and kept for 30 days', async (t) => {
  const { path } = await register(t);
  await tell(['connected', 'expiring', 'recovered']);
  await deliver();
  const page = await call('GET', `${path}/deliveries?limit=2`);
  const rest = await call('GET', `${path}/deliveries?limit=2&after=${page.body.next}`);
  const types = (answer: typeof page) => answer.body.items.map(({ type }: { type: string }) => type);
  t.same([...types(page), ...types(rest)], ['connection.recovered', 'connection.expiring', 'connection.connected']);
  t.equal(rest.body.next, null);
  t.same((await call('GET', `${path}/deliveries?status=failed&status=pending`)).body.items, []);
  t.same((await call('GET', `${path}/deliveries?until=2026-01-01T00:00:00Z`)).body.items, []);
  await admin.query("UPDATE webhook_delivery SET created_at = now() - interval '31 days' WHERE type LIKE '%.expiring'");
  t.equal(await reapWebhooks(world.workerDb), 1);
  t.same(types(await call('GET', `${path}/deliveries`)), ['connection.recovered', 'connection.connected']);
});

t.test("another organization's endpoints are nothing, and neither are its messages", async (t) => {
  const { path, receiver } = await register(t);
  await tell(['connected'], world.globex);
  t.same(await deliver(), []);
  t.equal(receiver.received.length, 0);
  const { key } = world.globex;
  const asked = await call('POST', `${path}/test`);
  for (const [method, at, body] of [
    ['GET', path],
    ['PATCH', path, { status: 'disabled' }],
    ['DELETE', path],
    ['POST', `${path}/rotate-secret`, {}],
    ['POST', `${path}/test`],
    ['GET', `${path}/deliveries`],
    ['POST', `${path}/deliveries/${asked.body.id}/replay`],
    ['POST', `${path}/replay`, { since: '2026-01-01T00:00:00Z' }],
  ] as const)
    t.equal((await call(method, at, { key, ...(body ? { body } : {}) })).status, 404, `${method} ${at}`);
  const reader = await world.mintKey(world.acme, ['webhooks:read']);
  t.equal((await call('POST', `${path}/test`, { key: reader })).status, 403);
  t.equal((await call('GET', path, { key: reader })).status, 200);
});
