import t from 'tap';
import {
  createAuthorizationSessions,
  createConfirmations,
  newId,
  reapSessions,
  reapUnconfirmed,
} from '../src/index.js';
import { openFreshDatabase, seedConnection, someSession, someTokens } from '../src/testing/index.js';

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
  t.same(
    await reapSessions(db.app),
    { expired: 0, interrupted: 0, abandoned: 0, deleted: 0 },
    'latchkey_app reaps nothing',
  );
  t.same(await reapSessions(db.worker), { expired: 1, interrupted: 1, abandoned: 0, deleted: 0 });
  t.same(await reapSessions(db.worker), { expired: 0, interrupted: 0, abandoned: 0, deleted: 0 });
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
  t.same(
    await reapSessions(db.worker),
    { expired: 1, interrupted: 0, abandoned: 0, deleted: 3 },
    'the open one had its time too',
  );
});

t.test('a grant that nobody confirmed in time is let go of, and the log tells whose it was', async (t) => {
  const seeded = await seedConnection(db.app);
  const session = someSession(seeded);
  await sessions.create(session, started);
  await sessions.consume({ ...session, browserHashes: [session.browserHash] });
  const { organizationId, connectionId } = seeded;
  await createConfirmations(db.app).create(
    {
      ...{ grantId: newId(), organizationId, connectionId, authorizationSessionId: session.id, terms: seeded.terms },
      ...{ tokens: someTokens('unconfirmed'), requestedScopes: [], context: {} },
    },
    { withinSeconds: 600, details: { account: 'ada@example.test' } },
  );
  const looked = async () =>
    (
      await db.admin.query(
        `SELECT g.state, k.duty, k.due_at <= now() AS is_due, c.status, c.last_failure_error FROM "grant" g
           JOIN grant_clock k ON k.grant_id = g.id JOIN connection c ON c.id = g.connection_id WHERE c.id = $1`,
        [connectionId],
      )
    ).rows[0];
  const later = () =>
    db.admin.query("UPDATE authorization_session SET confirm_by = now() - interval '1 s' WHERE id = $1", [session.id]);

  t.equal(await reapUnconfirmed(db.worker), 0, 'not before its time');
  t.match(await looked(), { state: 'live', status: 'pending' });
  await later();
  t.equal(await reapUnconfirmed(db.app), 0, 'latchkey_app reaps nothing');
  t.same((await Promise.all([reapUnconfirmed(db.worker), reapUnconfirmed(db.worker)])).sort(), [0, 1]);
  t.match(await looked(), {
    ...{ state: 'revoking', duty: 'revoke', is_due: true },
    ...{ status: 'pending', last_failure_error: 'not_confirmed' },
  });
  const { rows } = await db.admin.query(
    "SELECT reason, details FROM connection_event WHERE connection_id = $1 AND kind = 'authorization_failed'",
    [connectionId],
  );
  t.match(rows, [{ reason: 'not_confirmed', details: { account: 'ada@example.test', cause: /nobody confirmed/ } }]);
  t.match(await sessions.consume({ ...session, browserHashes: [session.browserHash] }), {
    outcome: { kind: 'failed', error: 'not_confirmed' },
  });
});
