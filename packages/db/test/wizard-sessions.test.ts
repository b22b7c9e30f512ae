import { randomBytes } from 'node:crypto';
import type { WizardSessionId } from '@latchkey/oauth';
import t from 'tap';
import { findWizardSession, newId, redeemWizardTicket } from '../src/index.js';
import { openFreshDatabase, seedConnection } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const origin = 'https://vendor.example';
const seeded = await seedConnection(db.app);
await db.admin.query('INSERT INTO registered_origin VALUES ($1, $2, $3)', [seeded.organizationId, newId(), origin]);
const other = await seedConnection(db.app);
await db.admin.query('INSERT INTO registered_origin VALUES ($1, $2, $3)', [
  other.organizationId,
  newId(),
  'https://other.example',
]);

const makeTicket = async () => {
  const ticket = { id: newId<WizardSessionId>(), ticketHash: randomBytes(32), browserHash: randomBytes(32) };
  await db.admin.query(
    `INSERT INTO wizard_session (organization_id, id, instance_id, user_id, ticket_hash, ticket_expires_at, permissions, expires_at, return_url)
     VALUES ($1, $2, $3, $4, $5, now() + interval '60 s', $6, now() + interval '60 s', 'https://vendor.example/back')`,
    [
      seeded.organizationId,
      ticket.id,
      seeded.instanceId,
      seeded.userId,
      ticket.ticketHash,
      JSON.stringify([{ connectionId: seeded.connectionId, verbs: ['connect'] }]),
    ],
  );
  return ticket;
};
const set = (id: string, assignments: string) =>
  db.admin.query(`UPDATE wizard_session SET ${assignments} WHERE id = $1`, [id]);

t.test('only a redemption from a registered origin burns the ticket', async (t) => {
  const { id, ticketHash, browserHash } = await makeTicket();
  t.same(await redeemWizardTicket(db.app, { ticketHash: randomBytes(32), origin, browserHash }), { kind: 'unknown' });
  for (const wrong of ['https://other.example', 'https://vendor.example:8443', 'null', ''])
    t.same(await redeemWizardTicket(db.app, { ticketHash, origin: wrong, browserHash }), {
      kind: 'origin_not_registered',
      organizationId: seeded.organizationId,
    });
  const { rows } = await db.app.pool.query('SELECT outcome, (session).* FROM redeem_wizard_ticket($1, $2, $3, 60)', [
    ticketHash,
    'https://other.example',
    browserHash,
  ]);
  t.same(
    Object.entries(rows[0]).filter(([, value]) => value !== null),
    Object.entries({ outcome: 'origin_not_registered', organization_id: seeded.organizationId }),
    'no more is told of the session than whose it is',
  );
  t.equal(await findWizardSession(db.app, { id, browserHash, asks: 'person' }), undefined, 'no session before');
  t.match(await redeemWizardTicket(db.app, { ticketHash, origin, browserHash }), {
    kind: 'redeemed',
    id,
    organizationId: seeded.organizationId,
    instanceId: seeded.instanceId,
    userId: seeded.userId,
    returnUrl: 'https://vendor.example/back',
    permissions: [{ connectionId: seeded.connectionId, verbs: ['connect'] }],
  });
  t.same(await redeemWizardTicket(db.app, { ticketHash, origin, browserHash: randomBytes(32) }), { kind: 'used' });
  t.match(await findWizardSession(db.app, { id, browserHash, asks: 'person' }), {
    id,
    organizationId: seeded.organizationId,
  });
});

t.test('eight redemptions at once: one browser has the session', async (t) => {
  const { id, ticketHash } = await makeTicket();
  const browsers = Array.from({ length: 8 }, () => randomBytes(32));
  const results = await Promise.all(
    browsers.map((browserHash) => redeemWizardTicket(db.app, { ticketHash, origin, browserHash })),
  );
  t.same(results.map((result) => result.kind).sort(), ['redeemed', ...Array(7).fill('used')]);
  const found = await Promise.all(
    browsers.map((browserHash) => findWizardSession(db.app, { id, browserHash, asks: 'person' })),
  );
  t.equal(found.filter((session) => session !== undefined).length, 1);
});

t.test('a ticket ends by itself', async (t) => {
  const { id, ticketHash, browserHash } = await makeTicket();
  await set(id, "ticket_expires_at = now() - interval '60 s'");
  t.same(await redeemWizardTicket(db.app, { ticketHash, origin, browserHash }), { kind: 'expired' });
});

t.test('a session wants its browser, ends unused after 30 minutes and in any case after 8 hours', async (t) => {
  const { id, ticketHash, browserHash } = await makeTicket();
  await redeemWizardTicket(db.app, { ticketHash, origin, browserHash });
  const find = () => findWizardSession(db.app, { id, browserHash, asks: 'person' });
  t.equal(await findWizardSession(db.app, { id, browserHash: randomBytes(32), asks: 'person' }), undefined);
  t.equal(await findWizardSession(db.app, { id: newId<WizardSessionId>(), browserHash, asks: 'person' }), undefined);
  const seen = async () =>
    (
      await db.admin.query(
        "SELECT last_seen_at > now() - interval '30 s' AS is_new FROM wizard_session WHERE id = $1",
        [id],
      )
    ).rows[0].is_new;
  await set(id, "last_seen_at = now() - interval '50 s'");
  t.ok(await find());
  t.equal(await seen(), false, 'noted at most once a minute');
  await set(id, "last_seen_at = now() - interval '29 min'");
  t.ok(await findWizardSession(db.app, { id, browserHash, asks: 'page' }));
  t.equal(await seen(), false, 'a page that is left open does not keep itself alive');
  t.ok(await find());
  t.equal(await seen(), true, 'use keeps it alive');
  await set(id, "last_seen_at = now() - interval '31 min'");
  t.equal(await find(), undefined);
  await set(id, "last_seen_at = now(), expires_at = now() + interval '7 h 59 min'");
  t.ok(await find());
  await set(id, "expires_at = now() - interval '60 s'");
  t.equal(await find(), undefined);
});

t.test('an organization that is being deleted has no wizards', async (t) => {
  const { id, ticketHash, browserHash } = await makeTicket();
  const second = await makeTicket();
  await redeemWizardTicket(db.app, { ticketHash, origin, browserHash });
  await db.admin.query("UPDATE organization SET state = 'deleting' WHERE id = $1", [seeded.organizationId]);
  t.equal(await findWizardSession(db.app, { id, browserHash, asks: 'person' }), undefined);
  t.same(await redeemWizardTicket(db.app, { ticketHash: second.ticketHash, origin, browserHash }), { kind: 'unknown' });
});
