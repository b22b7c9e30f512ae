import { inTenant, newId, recordEventInTransaction } from '@latchkey/db';
import { createEgressGuard, createTransport } from '@latchkey/http';
import type { DeliveryReport } from '@latchkey/oauth';
import { Webhook } from 'standardwebhooks';
import t from 'tap';
import { deploy } from './deployment.js';
import { type Endpoint, openWebhookWorld } from './webhook-world.js';

const world = await openWebhookWorld();
t.teardown(() => world.close());
const { call, deliver, register, tell, letTimePass, admin } = world;

const results = (reports: readonly DeliveryReport[]) => reports.map(({ result }) => result);
const deliveries = async ({ path }: Endpoint, query = '') =>
  (await call('GET', `${path}/deliveries${query}`)).body.items;
const read = async ({ path }: Endpoint) => (await call('GET', path)).body;

t.test('what happens is told, signed as the standardwebhooks package verifies it', async (t) => {
  const endpoint = await register(t);
  const { receiver, secret } = endpoint;
  const place = await deploy(world, { key: 'hooks' });
  t.teardown(() => place.server.close());
  await world.connect(place.connectionId);
  t.same(results(await deliver()), ['delivered']);
  const [got] = receiver.received;
  if (!got) return t.fail('nothing came');
  const verifier = new Webhook(secret);
  const told = verifier.verify(got.body, got.headers) as Record<string, unknown>;
  const { connectionId, configId: connectionConfigId, instanceId } = place;
  t.match(told, { type: 'connection.connected', timestamp: /^\d{4}-.*Z$/ });
  t.same(told.data, { connectionId, connectionConfigId, instanceId, environment: 'production' }, 'ids and no more');
  t.equal(got.headers['content-type'], 'application/json');
  t.throws(() => verifier.verify(got.body.replace('connected', 'revoked'), got.headers), 'altered');
  t.throws(() => verifier.verify(got.body, { ...got.headers, 'webhook-id': 'msg_1' }), 'under another id');
  t.throws(() => new Webhook(`whsec_${btoa('x'.repeat(32))}`).verify(got.body, got.headers), 'by another secret');
  const [listed] = await deliveries(endpoint);
  t.match(listed, { status: 'delivered', type: 'connection.connected', attempts: 1, lastStatus: 204, lastError: null });
  t.equal(listed.messageId, got.headers['webhook-id']);
  t.notMatch(JSON.stringify(listed), connectionId.slice(5), 'never what was said');
  t.same(await deliver(), [], 'and it is told once');
  t.equal((await admin.query('SELECT FROM webhook_outbox')).rowCount, 0, 'the outbox is empty');
});

t.test(
  'nothing is told of what was rolled back, and nothing of what was committed before a crash is lost',
  async (t) => {
    const { receiver } = await register(t);
    const { webhookPorts } = world;
    const { organizationId } = world.acme;
    const rolledBack = inTenant(world.db, organizationId, async (tx) => {
      await recordEventInTransaction(tx, { organizationId, connectionId: newId() }, { kind: 'recovered' });
      throw new Error('no');
    });
    await t.rejects(rolledBack, { message: 'no' });
    t.same(await deliver(), []);
    await tell(['connected']);
    // A worker that ends between the claim and the first message.
    await webhookPorts.webhooks.fanOut(10);
    t.equal((await webhookPorts.webhooks.claimLanes({ limit: 10, leaseMs: 60_000 })).length, 1);
    t.same(await deliver(), [], 'another one leaves its endpoint alone');
    await letTimePass();
    // One that ends after the message, before it could say so.
    const settle = () => Promise.reject(new Error('the process is gone'));
    const crashing = { ...webhookPorts, webhooks: { ...webhookPorts.webhooks, settle } };
    t.same(results(await deliver(crashing)), ['threw']);
    t.equal(receiver.received.length, 1);
    t.same(await deliver(), []);
    await letTimePass();
    t.same(results(await deliver()), ['delivered']);
    const [first, second] = receiver.received;
    t.equal(first?.headers['webhook-id'], second?.headers['webhook-id'], 'at least once, under the same id');
  },
);

t.test('a message that fails is tried again by the schedule, and holds up no later one for long', async (t) => {
  const endpoint = await register(t);
  const { receiver, secret } = endpoint;
  receiver.script({ status: 500 }, { status: 302, headers: { location: `${receiver.url}/elsewhere` } });
  await tell(['connected', 'expiring']);
  t.same(results(await deliver()), ['retry']);
  const failing = await read(endpoint);
  t.equal(failing.failures, 1);
  t.match(failing.failingSince, /Z$/);
  const [waiting] = (await deliveries(endpoint, '?status=pending')).slice(-1);
  t.match(waiting, { type: 'connection.connected', attempts: 1, lastStatus: 500, lastError: 'http_status' });
  const wait = Date.parse(waiting.nextAttemptAt) - Date.parse(waiting.lastAttemptAt);
  t.ok(wait >= 5000 && wait <= 6000, `${wait} ms until the next try`);
  t.same(await deliver(), [], 'until then nothing is sent to it');
  await admin.query('UPDATE webhook_endpoint SET due_at = now() WHERE failures > 0');
  t.same(results(await deliver()), ['retry'], 'a redirect is not followed');
  t.same(
    receiver.received.map(({ type }) => type),
    ['connection.connected', 'connection.expiring'],
    'the later one had its turn while the first waits',
  );
  await letTimePass();
  t.same(results(await deliver()), ['delivered', 'delivered']);
  const [first] = receiver.received;
  t.equal((await read(endpoint)).failures, 0);
  const tries = receiver.received.filter(({ headers }) => headers['webhook-id'] === first?.headers['webhook-id']);
  t.equal(tries.length, 2);
  for (const { body, headers } of tries) new Webhook(secret).verify(body, headers);
  t.equal(tries[0]?.body, tries[1]?.body, 'each try says the same');
  receiver.script({ status: 503, headers: { 'retry-after': '600' } });
  await tell(['recovered']);
  await deliver();
  const [asked] = await deliveries(endpoint, '?status=pending');
  t.ok(Date.parse(asked.nextAttemptAt) - Date.parse(asked.lastAttemptAt) >= 600_000, 'Retry-After is obeyed');
});

t.test('an endpoint that hangs holds up itself and nobody else', async (t) => {
  const hanging = await register(t);
  const other = await register(t, { tenant: world.globex });
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = () => resolve();
  });
  hanging.receiver.script({ held });
  await tell(['connected', 'expiring']);
  const stuck = deliver();
  await hanging.receiver.arrivals(1);
  await tell(['connected', 'recovered'], world.globex);
  t.same(results(await deliver()), ['delivered', 'delivered'], 'while the other one still hangs');
  t.same(
    other.receiver.received.map(({ type }) => type),
    ['connection.connected', 'connection.recovered'],
    'in the order in which it happened',
  );
  t.equal(hanging.receiver.received.length, 1, 'one message at a time');
  release();
  t.same(results(await stuck), ['delivered', 'delivered']);
});

t.test('two workers at once send each message once', async (t) => {
  const endpoints = [await register(t), await register(t)];
  await tell(['connected', 'expiring', 'refresh_failed', 'recovered', 'disconnect_requested', 'disconnected']);
  const both = await Promise.all([deliver(), deliver(), deliver()]);
  while (both.flat().length < 12) {
    const more = await deliver();
    both.push([...more]);
    if (more.length === 0) break;
  }
  for (const { receiver } of endpoints)
    t.same(
      receiver.received.map(({ type }) => type),
      ['connected', 'expiring', 'refresh_failed', 'recovered', 'disconnected', 'revoked'].map(
        (it) => `connection.${it}`,
      ),
    );
});

t.test('an endpoint that only fails is disabled, with an audit event, and misses nothing', async (t) => {
  const endpoint = await register(t);
  const { receiver, path, id } = endpoint;
  await tell(['connected', 'expiring']);
  receiver.script({ status: 500 });
  await deliver();
  await admin.query(
    "UPDATE webhook_endpoint SET failures = 9, failing_since = now() - interval '71 hours' WHERE failures = 1",
  );
  receiver.script({ status: 500 });
  await letTimePass();
  t.same(results(await deliver()), ['retry'], 'ten failures in less than 72 hours');
  await admin.query("UPDATE webhook_endpoint SET failing_since = now() - interval '73 hours' WHERE failures = 10");
  receiver.script({ status: 500 });
  await letTimePass();
  t.same(results(await deliver()), ['disabled']);
  t.match(await read(endpoint), { status: 'disabled', disabledReason: 'failing', disabledAt: /Z$/ });
  const audit = await call('GET', `/audit-events?targetId=${id}&action=webhook_endpoint.disabled`);
  t.match(audit.body.items, [{ actor: { kind: 'system' }, target: { id }, details: { reason: 'failing' } }]);
  await tell(['recovered']);
  t.same(await deliver(), []);
  t.equal((await deliveries(endpoint, '?status=skipped')).length, 3, 'what it missed is kept');
  const since = new Date(Date.now() - 3_600_000).toISOString();
  t.equal((await call('POST', `${path}/replay`, { body: { since } })).status, 409, 'disabled');
  t.equal((await call('PATCH', path, { body: { status: 'enabled' } })).body.status, 'enabled');
  t.same(await deliver(), [], 'enabling alone sends nothing');
  const sofar = receiver.received.length;
  t.match((await call('POST', `${path}/replay`, { body: { since } })).body, { replayed: 3, next: null });
  t.same(results(await deliver()), Array(3).fill('delivered'));
  t.same(
    receiver.received.slice(sofar).map(({ type }) => type),
    ['connection.connected', 'connection.expiring', 'connection.recovered'],
  );
  receiver.script({ status: 410 });
  await tell(['connected']);
  t.same(results(await deliver()), ['disabled']);
  t.match(await read(endpoint), { status: 'disabled', disabledReason: 'gone' });
});

t.test('the last try of the schedule is the last', async (t) => {
  const endpoint = await register(t);
  endpoint.receiver.script({ status: 400 });
  await tell(['connected']);
  await world.webhookPorts.webhooks.fanOut(10);
  await admin.query("UPDATE webhook_delivery SET attempts = 9 WHERE state = 'pending'");
  t.same(results(await deliver()), ['gave_up']);
  t.match(await deliveries(endpoint), [{ status: 'failed', attempts: 10, nextAttemptAt: null }]);
});

t.test('a name that leads to a forbidden address is never called', async (t) => {
  const guard = createEgressGuard({ loopback: 'never', baseUrls: [] });
  const transport = createTransport({ guard, userAgent: 'Latchkey/test' });
  t.teardown(() => transport.close());
  const endpoint = await register(t, { body: { url: 'https://localhost/webhooks' } });
  await tell(['connected']);
  t.same(results(await deliver({ ...world.webhookPorts, transport })), ['retry']);
  t.match(await deliveries(endpoint), [{ attempts: 1, lastStatus: null, lastError: 'egress_refused' }]);
});
