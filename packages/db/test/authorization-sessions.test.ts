import { randomBytes } from 'node:crypto';
import { pinnedEndpoint } from '@latchkey/oauth';
import t from 'tap';
import { createAuthorizationSessions, createGrants, newId } from '../src/index.js';
import {
  connect,
  openFreshDatabase,
  type SeededConnection,
  seedConnection,
  someSession,
} from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());

type Session = ReturnType<typeof someSession>;
const match = (session: Session) => ({
  stateHash: session.stateHash,
  connectionConfigId: session.connectionConfigId,
  environment: session.environment,
  browserHashes: [randomBytes(32), session.browserHash],
});
const started = { kind: 'authorization_started' } as const;
const eventsOf = async (seeded: SeededConnection) =>
  (
    await db.admin.query('SELECT kind FROM connection_event WHERE connection_id = $1 ORDER BY id', [
      seeded.connectionId,
    ])
  ).rows.map((row) => row.kind);
const failure = { kind: 'failed', error: 'access_denied', details: { error: 'access_denied' } } as const;

for (const [login, opened] of Object.entries({ app: db.app, worker: db.worker })) {
  const sessions = createAuthorizationSessions(opened);

  t.test(`${login}: a session is consumed once, by its own browser, at its own config and environment`, async (t) => {
    const seeded = await seedConnection(db.app);
    const session = someSession(seeded);
    await sessions.create(session, started);
    for (const wrong of [
      { ...match(session), stateHash: randomBytes(32) },
      { ...match(session), connectionConfigId: newId<typeof session.connectionConfigId>() },
      { ...match(session), environment: 'sandbox' },
      { ...match(session), browserHashes: [randomBytes(32)] },
      { ...match(session), browserHashes: [] },
    ])
      t.same(await sessions.consume(wrong), { kind: 'unknown' });

    const consumed = await sessions.consume(match(session));
    if (consumed.kind !== 'consumed') return t.fail(consumed.kind);
    const { client, secretInputs, ...found } = consumed.session;
    t.same(secretInputs, {});
    t.same({ ...found, stateHash: Buffer.from(found.stateHash), browserHash: Buffer.from(found.browserHash) }, session);
    t.equal(client.clientId, seeded.terms.clientId);
    t.equal(client.rowId, seeded.clientRowId);
    t.same(
      client.secrets.map((secret) => [secret.rowId, Buffer.from(secret.value.envelope).toString()]),
      [[seeded.clientSecretId, 'sealed client secret']],
    );

    t.match(await sessions.consume(match(session)), { kind: 'repeated', outcome: { kind: 'pending' } });
    await sessions.fail(seeded.organizationId, session.id, failure, {
      kind: 'authorization_failed',
      reason: 'access_denied',
    });
    t.match(await sessions.consume(match(session)), {
      kind: 'repeated',
      session: { id: session.id },
      outcome: failure,
    });
    t.same(await sessions.consume({ ...match(session), browserHashes: [randomBytes(32)] }), { kind: 'unknown' });
  });

  t.test(`${login}: concurrent callbacks consume once`, async (t) => {
    const seeded = await seedConnection(db.app);
    const session = someSession(seeded);
    await sessions.create(session, started);
    const results = await Promise.all(Array.from({ length: 8 }, () => sessions.consume(match(session))));
    t.equal(results.filter((result) => result.kind === 'consumed').length, 1);
    t.equal(results.filter((result) => result.kind === 'repeated').length, 7);
  });

  t.test(`${login}: a newer session supersedes the pending one`, async (t) => {
    const seeded = await seedConnection(db.app);
    const [first, second] = [someSession(seeded), someSession(seeded)];
    await sessions.create(first, started);
    await sessions.create(second, started);
    t.match(await sessions.consume(match(first)), { kind: 'ended', how: 'superseded', session: { id: first.id } });
    t.match(await sessions.consume(match(second)), { kind: 'consumed' });
    t.same(await eventsOf(seeded), ['authorization_started', 'authorization_superseded', 'authorization_started']);
  });

  t.test(`${login}: concurrent starts leave exactly one pending session`, async (t) => {
    const seeded = await seedConnection(db.app);
    await Promise.all(Array.from({ length: 8 }, () => sessions.create(someSession(seeded), started)));
    const { rows } = await db.admin.query(
      'SELECT count(*) FILTER (WHERE ended_how IS NULL)::int AS pending, count(*)::int AS n FROM authorization_session WHERE connection_id = $1',
      [seeded.connectionId],
    );
    t.same(rows, [{ pending: 1, n: 8 }]);
  });

  t.test(`${login}: creating the same session again changes nothing`, async (t) => {
    const seeded = await seedConnection(db.app);
    const session = someSession(seeded);
    await sessions.create(session, started);
    await sessions.create(session, started);
    t.match(await sessions.consume(match(session)), { kind: 'consumed' });
    t.same(await eventsOf(seeded), ['authorization_started']);
  });

  t.test(`${login}: a session ends by itself`, async (t) => {
    const seeded = await seedConnection(db.app);
    const session = someSession(seeded);
    await sessions.create(session, started);
    await db.admin.query("UPDATE authorization_session SET expires_at = now() - interval '60 s' WHERE id = $1", [
      session.id,
    ]);
    t.match(await sessions.consume(match(session)), { kind: 'ended', how: 'expired' });
    t.equal(
      await sessions.cancel(seeded.organizationId, seeded.connectionId, { kind: 'authorization_cancelled' }),
      'none',
    );
    t.same(await eventsOf(seeded), ['authorization_started']);
  });

  t.test(`${login}: cancel ends the pending session and says so`, async (t) => {
    const seeded = await seedConnection(db.app);
    const session = someSession(seeded);
    const cancel = () =>
      sessions.cancel(seeded.organizationId, seeded.connectionId, { kind: 'authorization_cancelled', actor: 'Ada' });
    t.equal(await cancel(), 'none');
    await sessions.create(session, started);
    t.equal(await cancel(), 'cancelled');
    t.equal(await cancel(), 'none');
    t.match(await sessions.consume(match(session)), { kind: 'ended', how: 'cancelled' });
    t.same(await eventsOf(seeded), ['authorization_started', 'authorization_cancelled']);
  });

  t.test(
    `${login}: a failure is recorded once, with event and outbox row; the connection keeps what it has`,
    async (t) => {
      const seeded = await seedConnection(db.app);
      const session = someSession(seeded);
      await sessions.create(session, started);
      const fail = () =>
        sessions.fail(seeded.organizationId, session.id, failure, {
          kind: 'authorization_failed',
          reason: 'access_denied',
          details: { error: 'with a \u0000 and a \ud800' },
        });
      await fail(); // not consumed yet: nothing to fail
      t.same(await eventsOf(seeded), ['authorization_started']);
      await sessions.consume(match(session));
      await fail();
      await fail();
      t.same(await eventsOf(seeded), ['authorization_started', 'authorization_failed']);
      const outbox = await db.admin.query('SELECT type FROM webhook_outbox WHERE connection_id = $1', [
        seeded.connectionId,
      ]);
      t.same(outbox.rows, [{ type: 'connection.authorization_failed' }]);
      const { rows } = await db.admin.query(
        'SELECT status, last_failure_error, last_failure_details FROM connection WHERE id = $1',
        [seeded.connectionId],
      );
      t.same(rows, [
        { status: 'pending', last_failure_error: 'access_denied', last_failure_details: { error: 'access_denied' } },
      ]);
    },
  );
}

t.test('who brought an issuer is the customer, at whatever level; without one the connection', async (t) => {
  const sessions = createAuthorizationSessions(db.app);
  const clock = { epochMs: () => Date.now(), monotonic: () => performance.now(), sleep: async () => undefined };
  const grants = createGrants(db.app, clock);
  const seeded = await seedConnection(db.app);
  const { organizationId, connectionConfigId, environment, customerId, userId } = seeded;
  const authorizationEndpoint = pinnedEndpoint(seeded.terms.server);
  const issuer = 'https://as.example';
  const at = async (level: string, owner: { readonly user_id?: string; readonly customer_id?: string } = {}) => {
    const connectionId = newId<typeof seeded.connectionId>();
    await db.admin.query(
      `INSERT INTO connection (organization_id, id, connection_config_id, environment, level, user_id, customer_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [organizationId, connectionId, connectionConfigId, environment, level, owner.user_id, owner.customer_id],
    );
    return { ...seeded, connectionId };
  };
  const succeed = (connection: SeededConnection) =>
    connect({ grants, authorizationSessions: sessions }, connection, {
      pin: { connectionConfigId, environment, authorizationEndpoint, issuer },
    });
  const pin = async () => (await db.admin.query('SELECT pinned_by, earlier_by, firm FROM pinned_issuer')).rows;

  await db.admin.query(
    `INSERT INTO pinned_issuer (organization_id, connection_config_id, environment, authorization_endpoint, issuer)
     VALUES ($1, $2, $3, $4, $5)`,
    [organizationId, connectionConfigId, environment, authorizationEndpoint, issuer],
  );
  const ofCustomer = { pinned_by: customerId, earlier_by: null, firm: false };
  for (const connection of [
    seeded,
    await at('user', { user_id: userId }),
    await at('customer', { customer_id: customerId }),
  ]) {
    await succeed(connection);
    t.same(await pin(), [ofCustomer], 'what was there before is nobody’s');
  }
  const ofNobody = await at('organization');
  await succeed(ofNobody);
  t.same(await pin(), [{ pinned_by: ofNobody.connectionId, earlier_by: customerId, firm: true }]);
});
