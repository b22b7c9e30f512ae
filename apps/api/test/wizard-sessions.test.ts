import { inTenant, redeemWizardTicket } from '@latchkey/db';
import { formatId, sha256 } from '@latchkey/oauth';
import t from 'tap';
import { deploy } from './deployment.js';
import { callbackPublicUrl, openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;
const origin = 'http://127.0.0.3:4400';
await call('PUT', '/organization/origins', { body: { origins: [origin] } });

t.test('a ticket that lives a minute and works once', async (t) => {
  const place = await deploy(world);
  t.teardown(() => place.server.close());
  const { instanceId, userId } = place;
  const made = await call('POST', '/wizard-sessions', {
    body: { instanceId, userId, returnUrl: `${origin}/back?x=1`, lang: 'en-GB' },
  });
  t.equal(made.status, 201);
  t.equal(made.headers['cache-control'], 'no-store');
  t.equal(made.body.url, `${callbackPublicUrl}/wizard/sessions`);
  t.match(made.body.ticket, /^[A-Za-z0-9_-]{43}$/);
  const life = new Date(made.body.expiresAt).getTime() - Date.now();
  t.ok(life > 50_000 && life <= 61_000);

  const ticketHash = await sha256(made.body.ticket);
  const browserHash = await sha256('a browser');
  const elsewhere = await redeemWizardTicket(world.db, { ticketHash, origin: 'https://evil.example', browserHash });
  t.equal(elsewhere.kind, 'origin_not_registered');
  const redeemed = await redeemWizardTicket(world.db, { ticketHash, origin, browserHash });
  if (redeemed.kind !== 'redeemed') throw new Error(redeemed.kind);
  t.equal(formatId('wizard_session', redeemed.id), made.body.id);
  t.equal(redeemed.returnUrl, `${origin}/back?x=1`);
  t.same(
    redeemed.permissions.map(({ connectionId, verbs }) => [formatId('connection', connectionId), verbs]),
    [[place.connectionId, ['connect', 'disconnect', 'log']]],
  );
  t.equal((await redeemWizardTicket(world.db, { ticketHash, origin, browserHash })).kind, 'used');
});

t.test("levels: the customer's and the user's are made, the organization's are only seen", async (t) => {
  const place = await deploy(world, { key: 'levels' });
  t.teardown(() => place.server.close());
  for (const level of ['customer', 'user', 'organization']) {
    const config = await call('POST', '/connection-configs', { body: { key: `of-${level}`, provider: 'xero', level } });
    await call('POST', `/integrations/${place.integrationId}/required-config-variables`, {
      body: { key: level, connectionConfigId: config.body.id },
    });
  }
  const permissionsOf = async (body: object) => {
    const { body: made } = await call('POST', '/wizard-sessions', { body });
    const ticketHash = await sha256(made.ticket);
    const redeemed = await redeemWizardTicket(world.db, { ticketHash, origin, browserHash: ticketHash });
    if (redeemed.kind !== 'redeemed') throw new Error(redeemed.kind);
    const { organizationId } = world.acme;
    return inTenant(world.db, organizationId, async (tx) => {
      const levels: Record<string, readonly string[]> = {};
      for (const { connectionId, verbs } of redeemed.permissions) {
        const row = await tx.connection.findUniqueOrThrow({
          where: { organizationId_id: { organizationId, id: connectionId } },
        });
        levels[row.level === 'user' ? `user ${formatId('user', row.userId ?? '')}` : row.level] = verbs;
      }
      return levels;
    });
  };
  const all = ['connect', 'disconnect', 'log'];
  t.same(await permissionsOf({ instanceId: place.instanceId }), { instance: all, customer: all, organization: [] });
  t.same(await permissionsOf({ instanceId: place.instanceId, userId: place.userId }), {
    ...{ instance: all, customer: all, organization: [] },
    [`user ${place.userId}`]: all,
  });
  const eve = await call('POST', `/customers/${place.customerId}/users`, { body: { externalId: 'eve', name: 'Eve' } });
  const hers = await permissionsOf({ customerId: place.customerId, userId: eve.body.id });
  t.ok(`user ${eve.body.id}` in hers);
  t.notOk(`user ${place.userId}` in hers, "another user's connection is not there");
});

t.test('what is refused', async (t) => {
  const place = await deploy(world, { key: 'refused' });
  const other = await deploy(world, { key: 'refused-2' });
  t.teardown(() => Promise.all([place.server.close(), other.server.close()]));
  const { instanceId, customerId } = place;
  const refusals: [string, object, number, string][] = [
    ['nobody named', {}, 422, 'instanceId'],
    ['a customer that does not fit', { instanceId, customerId: other.customerId }, 422, 'customerId'],
    ["another customer's user", { instanceId, userId: other.userId }, 404, 'userId'],
    ['an instance that is not there', { instanceId: `ins_${'0'.repeat(32)}` }, 404, 'instanceId'],
    ['a return URL elsewhere', { customerId, returnUrl: 'https://evil.example/' }, 422, 'returnUrl'],
    ['a return URL with a fragment', { customerId, returnUrl: `${origin}/#x` }, 422, 'returnUrl'],
    ['a return URL that is none', { customerId, returnUrl: 'javascript:alert(1)' }, 422, 'returnUrl'],
    ['a strange language', { customerId, lang: '<b>' }, 400, 'lang'],
  ];
  for (const [what, body, status, field] of refusals) {
    const refused = await call('POST', '/wizard-sessions', { body });
    t.equal(refused.status, status, what);
    t.equal(refused.body.errors[0].field, field, what);
  }
});
