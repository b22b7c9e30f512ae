import t from 'tap';
import { createAuthorizationSessions, reapSessions } from '../src/index.js';
import { openFreshDatabase, seedConnection, someSession } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const sessions = createAuthorizationSessions(db.app);
const started = { kind: 'authorization_started' } as const;

t.test('ends what was left, tells of it once, and deletes it a day later', async (t) => {
  const [left, interrupted, pending] = [
    await seedConnection(db.app),
    await seedConnection(db.app),
    await seedConnection(db.app),
  ];
  const expired = someSession(left);
  const cutOff = someSession(interrupted);
  const open = someSession(pending);
  for (const session of [expired, cutOff, open]) await sessions.create(session, started);
  await db.admin.query("UPDATE authorization_session SET expires_at = now() - interval '60 s' WHERE id = $1", [
    expired.id,
  ]);
  await db.admin.query("UPDATE authorization_session SET consumed_at = now() - interval '6 min' WHERE id = $1", [
    cutOff.id,
  ]);
  t.same(await reapSessions(db.app), { expired: 0, interrupted: 0, deleted: 0 }, 'latchkey_app reaps nothing');
  t.same(await reapSessions(db.worker), { expired: 1, interrupted: 1, deleted: 0 });
  t.same(await reapSessions(db.worker), { expired: 0, interrupted: 0, deleted: 0 });
  const { rows } = await db.admin.query(
    `SELECT c.id, c.last_failure_error, e.reason FROM connection c JOIN connection_event e ON e.connection_id = c.id AND e.kind = 'authorization_failed'`,
  );
  t.same(
    rows.sort((a, b) => a.reason.localeCompare(b.reason)),
    [
      { id: left.connectionId, last_failure_error: 'expired', reason: 'expired' },
      { id: interrupted.connectionId, last_failure_error: 'provider_error', reason: 'provider_error' },
    ],
  );
  t.match(await sessions.consume({ ...cutOff, browserHashes: [cutOff.browserHash] }), {
    kind: 'repeated',
    outcome: { kind: 'failed', error: 'provider_error', details: { cause: 'interrupted' } },
  });
  await db.admin.query("UPDATE authorization_session SET expires_at = now() - interval '25 h'");
  t.same(await reapSessions(db.worker), { expired: 1, interrupted: 0, deleted: 3 }, 'the open one had its time too');
});
