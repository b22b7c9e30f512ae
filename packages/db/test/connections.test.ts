import t from 'tap';
import { createAuthorizationSessions, createConnections, createGrants, newId } from '../src/index.js';
import { connect, openFreshDatabase, seedConnection, someSession } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const clock = { epochMs: () => Date.now(), monotonic: () => performance.now(), sleep: async () => undefined };

for (const [login, opened] of Object.entries({ app: db.app, worker: db.worker })) {
  const connections = createConnections(opened);
  const authorizationSessions = createAuthorizationSessions(opened);
  const ports = { grants: createGrants(opened, clock), authorizationSessions };
  const requested = { kind: 'disconnect_requested', actor: 'Ada' } as const;

  t.test(`${login}: findToAuthorize gives config, client with live secrets, inputs and scopes`, async (t) => {
    const seeded = await seedConnection(db.app);
    const { organizationId, connectionId } = seeded;
    const next = newId();
    for (const [id, state] of [
      [next, 'next'],
      [newId(), 'retired'],
    ])
      await db.admin.query(`INSERT INTO client_secret VALUES ($1, $2, $3, '\\x01', $4)`, [
        organizationId,
        id,
        seeded.clientRowId,
        state,
      ]);
    await db.admin.query(
      `UPDATE connection_config SET inputs = '[{"name":"region","default":"eu"},{"name":"shop","default":"none"},{"name":"other"}]' WHERE id = $1`,
      [seeded.connectionConfigId],
    );
    await db.admin.query(
      `INSERT INTO connection_input VALUES ($1, $2, 'shop', 'acme', NULL), ($1, $2, 'key', NULL, '\\x02')`,
      [organizationId, connectionId],
    );
    const found = await connections.findToAuthorize(organizationId, connectionId);
    t.match(found, {
      connectionConfigId: seeded.connectionConfigId,
      environment: 'production',
      definition: { name: 'Example' },
      definitionVersion: 'v1',
      client: { rowId: seeded.clientRowId, clientId: 'client-1' },
      scopes: ['read', 'write'],
    });
    t.same(found?.inputs, { region: 'eu', shop: 'acme' }, 'sealed inputs stay sealed');
    t.same(
      found?.client?.secrets.map((secret) => secret.rowId),
      [seeded.clientSecretId, next],
      'current, then next',
    );

    await db.admin.query(`UPDATE connection SET scopes_override = '{read}' WHERE id = $1`, [connectionId]);
    t.same((await connections.findToAuthorize(organizationId, connectionId))?.scopes, ['read']);
    await db.admin.query(
      'UPDATE connection_config_environment SET client_row_id = NULL WHERE connection_config_id = $1',
      [seeded.connectionConfigId],
    );
    t.equal((await connections.findToAuthorize(organizationId, connectionId))?.client, undefined);
  });

  t.test(`${login}: where customers bring their clients, the vendor's never stands in for one`, async (t) => {
    const { organizationId, connectionId, connectionConfigId } = await seedConnection(db.app);
    const owner = async (name: string) =>
      db.admin.query(`UPDATE connection_config SET definition = definition || $2 WHERE id = $1`, [
        connectionConfigId,
        { client: { owner: name } },
      ]);
    const found = async () => (await connections.findToAuthorize(organizationId, connectionId))?.client?.clientId;
    await owner('connection');
    t.equal(await found(), undefined);
    await owner('environment');
    t.equal(await found(), 'client-1');
  });

  t.test(`${login}: another organization's connection is not found`, async (t) => {
    const [seeded, other] = [await seedConnection(db.app), await seedConnection(db.app)];
    await connect(ports, seeded);
    t.equal(await connections.findToAuthorize(other.organizationId, seeded.connectionId), undefined);
    t.equal(await connections.disconnect(other.organizationId, seeded.connectionId, requested), 'not_found');
    t.equal(await ports.grants.read(other.organizationId, seeded.connectionId), undefined);
    t.ok((await ports.grants.read(seeded.organizationId, seeded.connectionId))?.grant);
  });

  t.test(`${login}: disconnect lets go of the grant, which becomes revoking and due, once`, async (t) => {
    const seeded = await seedConnection(db.app);
    const { organizationId, connectionId } = seeded;
    t.equal(await connections.disconnect(organizationId, connectionId, requested), 'not_connected');
    const grant = await connect(ports, seeded);
    const pending = someSession(seeded);
    await authorizationSessions.create(pending, { kind: 'authorization_started' });

    t.equal(await connections.disconnect(organizationId, connectionId, requested), 'disconnecting');
    t.equal(await connections.disconnect(organizationId, connectionId, requested), 'disconnecting');
    t.same(await ports.grants.read(organizationId, connectionId), { status: 'disconnecting' }, 'no token any more');
    const { rows } = await db.admin.query(
      `SELECT g.state, k.duty, k.due_at <= now() AS is_due, s.ended_how,
              (SELECT count(*)::int FROM connection_event e WHERE e.connection_id = c.id AND e.kind = 'disconnect_requested') AS events
         FROM connection c JOIN "grant" g ON g.id = c.revoking_grant_id JOIN grant_clock k ON k.grant_id = g.id
         JOIN authorization_session s ON s.id = $2 WHERE c.id = $1`,
      [connectionId, pending.id],
    );
    t.same(rows, [{ state: 'revoking', duty: 'revoke', is_due: true, ended_how: 'cancelled', events: 1 }]);
    t.ok(grant.grantId);
  });

  t.test(`${login}: disconnects and stores at the same time never wait for each other in a circle`, async (t) => {
    for (let round = 0; round < 5; round++) {
      const seeded = await seedConnection(db.app);
      const { organizationId, connectionId } = seeded;
      const grant = await connect(ports, seeded);
      const claimed = await ports.grants.claimOne({
        organizationId,
        connectionId,
        generation: 1,
        holder: 'h',
        times: (await import('@latchkey/oauth')).protocolTimes,
      });
      if (claimed.kind !== 'claimed') return t.fail(claimed.kind);
      await db.admin.query(`UPDATE connection SET status = 'error', reason = 'provider_unavailable' WHERE id = $1`, [
        connectionId,
      ]);
      const [stored, disconnected] = await Promise.all([
        ports.grants.store(claimed.claim, grant.tokens, { kind: 'recovered' }),
        connections.disconnect(organizationId, connectionId, requested),
      ]);
      t.same([stored, disconnected], ['stored', 'disconnecting']);
    }
  });
}
