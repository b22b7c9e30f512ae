import { Webhook } from 'standardwebhooks';
import t from 'tap';
import { reveal } from '../../src/secret.js';
import { webhookBody, webhookData } from '../../src/webhook/webhook-message.js';
import { newWebhookSecret, webhookHeaders } from '../../src/webhook/webhook-signature.js';
import { afterFailure, webhookTimes } from '../../src/webhook/webhook-times.js';
import { seededRandom } from '../../testing/memory/seeded-random.js';

const id = '01900000-0000-7000-8000-000000000001';
const wire = id.replaceAll('-', '');
const noIds = { connectionId: null, connectionConfigId: null, customerId: null, instanceId: null, userId: null };

t.test('a message says ids, reasons and registered errors, and nothing in a provider’s words', async (t) => {
  const details = {
    error: 'invalid_grant',
    description: 'token atc_1 is spent',
    cause: 'x',
    explanation: 'y',
    status: '400',
  };
  const payload = {
    connectionId: id,
    reason: 'grant_rejected',
    details: { ...details, expiresAt: '2026-12-01T00:00:00Z' },
  };
  const ids = { ...noIds, connectionConfigId: id, customerId: id };
  t.same(webhookData({ payload, ids, environment: 'sandbox' }), {
    connectionId: `conn_${wire}`,
    connectionConfigId: `cfg_${wire}`,
    customerId: `cus_${wire}`,
    environment: 'sandbox',
    reason: 'grant_rejected',
    error: 'invalid_grant',
    grantExpiresAt: '2026-12-01T00:00:00Z',
  });
  const client = {
    clientId: 'acme',
    connectionConfigId: id,
    environment: 'production',
    details: { error: 'invalid_client' },
  };
  t.same(webhookData({ payload: client, ids: noIds, environment: null }), {
    connectionConfigId: `cfg_${wire}`,
    environment: 'production',
    clientId: 'acme',
    error: 'invalid_client',
  });
  for (const error of ['invalid_grant atc_secret', 'whatever', '', 'toString'])
    t.same(webhookData({ payload: { details: { error } }, ids: noIds, environment: null }), {});
  for (const odd of [null, 7, 'text', [], { details: 'x', reason: 7, connectionId: {} }])
    t.same(webhookData({ payload: odd, ids: noIds, environment: null }), {});
});

t.test('signatures are what the standardwebhooks package verifies, with each of two secrets', async (t) => {
  const random = seededRandom(7);
  const [one, two] = [newWebhookSecret(random), newWebhookSecret(random)];
  const body = webhookBody({
    id,
    type: 'connection.connected',
    at: Date.now(),
    data: { note: 'Ünicode “quotes” 日本' },
  });
  const seconds = Math.floor(Date.now() / 1000);
  const headers = await webhookHeaders({ id: 'msg_1', seconds, body }, [one, two]);
  for (const signing of [one, two]) t.same(new Webhook(reveal(signing)).verify(body, headers), JSON.parse(body));
  t.equal(
    headers['webhook-signature']?.split(' ')[0],
    new Webhook(reveal(one)).sign('msg_1', new Date(seconds * 1000), body),
  );
  const old = await webhookHeaders({ id: 'msg_1', seconds: seconds - 600, body }, [one]);
  t.throws(() => new Webhook(reveal(one)).verify(body, old), 'one that is ten minutes old is refused');
});

t.test('the schedule is as published', async (t) => {
  const random = seededRandom(3);
  const waits = Array.from({ length: 10 }, (_, done) =>
    afterFailure(webhookTimes, random, { tries: done + 1, failures: done + 1, retryAfterSeconds: 0 }),
  );
  webhookTimes.retryWaits.forEach((published, index) => {
    const { retryInMs = 0 } = waits[index] ?? {};
    t.ok(retryInMs >= published && retryInMs <= 1.2 * published, `${published} ms`);
  });
  t.equal(waits[9]?.retryInMs, undefined, 'the tenth try is the last');
  t.ok(waits.every(({ holdMs }) => holdMs >= 5_000 && holdMs <= 360_000));
  t.ok(
    webhookTimes.retryWaits.reduce((sum, one) => sum + one, 0) > webhookTimes.disableAfter,
    'one message is enough to disable',
  );
  const asked = afterFailure(webhookTimes, random, { tries: 1, failures: 1, retryAfterSeconds: 86_400 });
  t.same(asked, { holdMs: 3_600_000, retryInMs: 3_600_000 }, 'Retry-After counts for an hour at most');
  t.ok(webhookTimes.lease > webhookTimes.turn + 2 * webhookTimes.requestTimeout, 'nobody takes over what is under way');
});
