import t from 'tap';
import {
  countTroubles,
  createAuthorizationSessions,
  createGrants,
  listTroubled,
  retryTroubled,
  type Trouble,
} from '../src/index.js';
import { connect, openFreshDatabase, seedConnection, steadyClock } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const ports = { grants: createGrants(db.app, steadyClock), authorizationSessions: createAuthorizationSessions(db.app) };

/** A connected place whose clock is then changed. */
async function connected(assignments: string, reason?: string) {
  const seeded = await seedConnection(db.app);
  const { grantId } = await connect(ports, seeded);
  await db.admin.query(`UPDATE grant_clock SET ${assignments} WHERE grant_id = $1`, [grantId]);
  if (reason !== undefined)
    await db.admin.query(`UPDATE connection SET status = 'error', reason = $2 WHERE grant_id = $1`, [grantId, reason]);
  return { ...seeded, grantId };
}
const clockOf = async (grantId: string) =>
  (await db.admin.query('SELECT * FROM grant_clock WHERE grant_id = $1', [grantId])).rows[0];

const failing = `attempts = 4, failing_since = now() - interval '1 hour', due_at = now() + interval '1 hour'`;
const places: Readonly<Record<Trouble | 'well', Awaited<ReturnType<typeof connected>>>> = {
  well: await connected(`due_at = now() + interval '1 hour'`),
  due: await connected(`due_at = now()`),
  late: await connected(`due_at = now() - interval '5 minutes'`),
  held: await connected(`due_at = NULL, due_reason = 'server'`),
  stuck: await connected(
    `attempt_id = gen_random_uuid(), attempt_holder = 'worker@gone:1', takeover_at = now() - interval '5 minutes'`,
  ),
  failing: await connected(failing),
  ambiguous: await connected(`is_ambiguous = true, due_at = now() + interval '1 minute'`),
  degraded: await connected(failing, 'provider_unavailable'),
  misconfigured: await connected(failing, 'client_misconfigured'),
  crashed: await connected(`crashes = 6, attempts = 6, is_ambiguous = true, due_at = NULL`, 'crashed'),
  reconnect: await connected('due_at = NULL', 'grant_rejected'),
  suspect: await connected(`duty = 'recover', is_ambiguous = true`),
  revoking: await connected(`duty = 'revoke'`),
};
await db.admin.query(
  `UPDATE "grant" SET state = 'revoking', revoking_since = now() - interval '1 hour' WHERE id = $1`,
  [places.revoking.grantId],
);
const listed = async (trouble: Trouble, filter = {}) =>
  (await listTroubled(db.worker, trouble, { limit: 10, ...filter })).map((row) => row.connectionId);

t.test('each trouble is counted and listed, and nothing that is well', async (t) => {
  t.same(await countTroubles(db.worker, {}), {
    due: 2,
    late: 1,
    held: 1,
    stuck: 1,
    failing: 3,
    ambiguous: 2,
    degraded: 1,
    misconfigured: 1,
    crashed: 1,
    reconnect: 1,
    suspect: 1,
    revoking: 1,
  });
  for (const [name, place] of Object.entries(places)) {
    if (name === 'well') continue;
    t.ok((await listed(name as Trouble)).includes(place.connectionId), name);
  }
  const [stuck] = await listTroubled(db.worker, 'stuck', { limit: 1 });
  t.match(stuck, { holder: 'worker@gone:1', attempts: 0, reason: null });
});

t.test('by organization and by provider', async (t) => {
  const { organizationId, connectionId } = places.failing;
  t.same(await listed('failing', { organizationId }), [connectionId]);
  t.same(await countTroubles(db.worker, { provider: 'nobody' }), {
    ...Object.fromEntries(Object.keys(await countTroubles(db.worker, {})).map((name) => [name, 0])),
  });
  const [{ provider = '' } = {}] = await listTroubled(db.worker, 'failing', { limit: 1 });
  t.equal((await listed('failing', { provider: provider.toUpperCase() })).length, 3);
});

t.test('a retry is spread and keeps what protects', async (t) => {
  t.equal(await retryTroubled(db.worker, 'degraded', { spreadSeconds: 60 }), 1);
  const degraded = await clockOf(places.degraded.grantId);
  t.equal(degraded.attempts, 0);
  t.ok(degraded.due_at.getTime() < Date.now() + 61_000);
  t.ok(degraded.failing_since, 'it is still failing, until it succeeds');

  t.equal(await retryTroubled(db.worker, 'crashed', { spreadSeconds: 1 }), 1);
  t.match(await clockOf(places.crashed.grantId), { crashes: 0, is_ambiguous: true, due_at: Date });

  await db.admin.query('UPDATE grant_clock SET is_ambiguous = true WHERE grant_id = $1', [places.failing.grantId]);
  t.equal(await retryTroubled(db.worker, 'failing', { spreadSeconds: 1, ...places.failing }), 0, 'rule 8');
  const { organizationId } = places.late;
  t.equal(await retryTroubled(db.worker, 'late', { spreadSeconds: 1, organizationId: places.well.organizationId }), 0);
  t.equal(await retryTroubled(db.worker, 'late', { spreadSeconds: 1, organizationId }), 1);
});
