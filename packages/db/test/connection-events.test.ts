import { protocolTimes } from '@latchkey/oauth';
import t from 'tap';
import {
  createAuthorizationSessions,
  createGrants,
  inTenant,
  listConnectionEvents,
  newId,
  recordEventInTransaction,
} from '../src/index.js';
import { connect, openFreshDatabase, seedConnection, someTokens, steadyClock } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const ports = { grants: createGrants(db.app, steadyClock), authorizationSessions: createAuthorizationSessions(db.app) };

t.test('pages are newest first, complete and without repetition, the derived line among them', async (t) => {
  const seeded = await seedConnection(db.app);
  const { organizationId, connectionId } = seeded;
  await connect(ports, seeded);
  const claimed = await ports.grants.claimOne({
    organizationId,
    connectionId,
    generation: 1,
    holder: 'h',
    times: protocolTimes,
  });
  if (claimed.kind !== 'claimed') return t.fail(claimed.kind);
  await ports.grants.store(claimed.claim, someTokens('generation 2'), { kind: 'recovered' });
  // Several lines at one moment: the id decides.
  for (const minutes of [1, 1, 1, -1, -1])
    await db.admin.query(
      `INSERT INTO connection_event (organization_id, id, at, connection_id, kind, details)
       SELECT $1, $2, date_trunc('second', refreshed_at) - make_interval(mins => $3), $4, 'inputs_changed', '{"input":"host"}' FROM grant_clock WHERE organization_id = $1`,
      [organizationId, newId(), minutes, connectionId],
    );
  const all = await listConnectionEvents(db.app, organizationId, { connectionId, limit: 100 });
  t.equal(all.before, undefined);
  t.same(
    all.events.map((event) => event.kind),
    [
      'inputs_changed',
      'inputs_changed',
      'renewed',
      'connected',
      'authorization_started',
      ...Array(3).fill('inputs_changed'),
    ],
  );
  t.same(all.events[2]?.details, { generation: '2' });
  t.same(all.events[0]?.details, { input: 'host' });
  for (const limit of [1, 2, 3, 7, 8]) {
    const walked = [];
    for (let before: string | undefined, pages = 0; pages < 10; pages++) {
      const page = await listConnectionEvents(db.app, organizationId, {
        connectionId,
        limit,
        ...(before === undefined ? {} : { before }),
      });
      walked.push(...page.events);
      before = page.before;
      if (before === undefined) break;
    }
    t.same(walked, all.events, `pages of ${limit}`);
  }
  const only = await listConnectionEvents(db.app, organizationId, {
    connectionId,
    limit: 10,
    kinds: ['renewed', 'connected'],
  });
  t.same(
    only.events.map((event) => event.kind),
    ['renewed', 'connected'],
  );
  const renewedAt = all.events[2]?.at as Date;
  const since = await listConnectionEvents(db.app, organizationId, { connectionId, limit: 10, since: renewedAt });
  t.same(
    since.events.map((event) => event.kind),
    ['inputs_changed', 'inputs_changed', 'renewed'],
  );
  const until = await listConnectionEvents(db.app, organizationId, { connectionId, limit: 10, until: renewedAt });
  t.equal(until.events.length, 5);
});

t.test('no cursor of ours, no page; another organization, no line', async (t) => {
  const seeded = await seedConnection(db.app);
  const { connectionId } = seeded;
  await connect(ports, seeded);
  for (const before of ['', 'x', `1_${connectionId}'; --`, '99999999999999999999_x'])
    t.same(await listConnectionEvents(db.app, seeded.organizationId, { connectionId, limit: 10, before }), {
      events: [],
    });
  t.same(await listConnectionEvents(db.app, newId(), { connectionId, limit: 10 }), { events: [] });
});

t.test('an event written with Prisma has its outbox row and falls with its transaction', async (t) => {
  const { organizationId, connectionId } = await seedConnection(db.app);
  const where = { organizationId, connectionId };
  await inTenant(db.app, organizationId, (tx) =>
    recordEventInTransaction(tx, where, { kind: 'connected', actor: 'Ada\u0000' }),
  );
  await t.rejects(
    inTenant(db.app, organizationId, async (tx) => {
      await recordEventInTransaction(tx, where, { kind: 'recovered' });
      throw new Error('no');
    }),
    { message: 'no' },
  );
  const { events } = await listConnectionEvents(db.app, organizationId, { connectionId, limit: 10 });
  t.match(events, [{ kind: 'connected', actor: 'Ada\ufffd', details: {} }]);
  t.equal(events.length, 1);
  const { rows } = await db.admin.query('SELECT type, payload FROM webhook_outbox WHERE connection_id = $1', [
    connectionId,
  ]);
  t.same(rows, [{ type: 'connection.connected', payload: { connectionId, reason: null, details: {} } }]);
});
