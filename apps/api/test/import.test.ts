import t from 'tap';
import { deploy } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());

t.test('tokens of another system are kept alive from then on', async (t) => {
  const place = await deploy(world, { accessTokenSeconds: 3600 });
  t.teardown(() => place.server.close());
  const { connectionId } = place;
  const path = `/connections/${connectionId}`;
  const old = place.server.mintGrant({ clientId: 'acme-client', scope: 'read' });
  const item = {
    connectionId,
    accessToken: old.accessToken,
    refreshToken: old.refreshToken,
    expiresAt: new Date(Date.now() + 1_800_000).toISOString(),
    scopes: ['read'],
    token: { instance_url: 'https://eu.example', refresh_token: 'must never be told' },
    context: { realmId: '42' },
    accountLabel: 'ada@example.test',
  };
  const strangers = [
    { ...item, connectionId: 'conn_0192f0c1a2b37c4d8e5f60718293a4b5' },
    { ...item, connectionId: 'not an id' },
  ];
  const answer = await world.call('POST', '/connections/import', { body: { items: [item, ...strangers, item] } });
  t.equal(answer.status, 200, JSON.stringify(answer.body));
  const outcomes = answer.body.results.map((result: { outcome: string }) => result.outcome);
  t.same(outcomes, ['imported', 'refused', 'refused', 'refused']);
  t.match(answer.body.results[1].errors, [{ field: 'connectionId', message: 'names no connection' }]);
  t.match(answer.body.results[3].errors, [{ message: 'is named by an earlier item' }]);

  const shown = (await world.call('GET', path)).body;
  t.match(shown, { status: 'active', color: 'yellow', accountLabel: 'ada@example.test', generation: 1 });
  t.same(shown.missingScopes, ['write']);
  const due = (Date.parse(shown.refreshDueAt) - Date.now()) / 1000;
  t.ok(due < 1800 * 0.85, 'due within the life that is left');
  const read = (await world.call('GET', `${path}/access-token`)).body;
  t.equal(read.accessToken, old.accessToken);
  t.same(read.token.instance_url, 'https://eu.example');
  t.notOk('refresh_token' in read.token);
  t.same(read.context, { realmId: '42' });

  // The provider's word: the refresh token that was brought is the one that is spent.
  const fresh = (await world.call('GET', `${path}/access-token?minimumSeconds=1700`)).body;
  t.equal(fresh.generation, 1, 'half of a short life is good enough');
  await world.call('POST', `${path}/refresh`);
  const { refreshDueGrants } = await import('@latchkey/oauth');
  const { openDatabase } = await import('@latchkey/db');
  const db = openDatabase({ url: world.workerUrl, poolMax: 2, applicationName: 'import-test' });
  const work = await refreshDueGrants(world.workerPorts(db), { slots: 4, takeover: 'allowed', onResult: () => {} });
  await work.settled;
  await db.close();
  t.equal((await world.call('GET', `${path}/access-token`)).body.generation, 2);
  t.equal(place.server.ledger.tokenRequests('refresh_token').length, 1);

  const again = await world.call('POST', '/connections/import', { body: { items: [item] } });
  t.match(again.body.results, [{ outcome: 'refused', errors: [{ field: 'connectionId' }] }]);
  t.equal((await world.call('GET', path)).body.generation, 2, 'a connection that is connected keeps what it has');
  t.equal(place.server.ledger.liveGrants().length, 1, 'and nothing was revoked');

  const events = (await world.call('GET', `${path}/events`)).body.items;
  t.ok(events.some((event: { kind: string; details: object }) => event.kind === 'connected' && 'by' in event.details));
  const audit = (await world.call('GET', '/audit-events')).body.items;
  t.match(
    audit.filter((event: { action: string }) => event.action === 'connection.imported'),
    [{ details: { items: 1, imported: 0 } }, { details: { items: 4, imported: 1 } }],
  );
});

t.test('what cannot be of use is refused, with what to do', async (t) => {
  const place = await deploy(world, { key: 'refusals' });
  t.teardown(() => place.server.close());
  const { connectionId } = place;
  const importOne = async (item: object, key?: string) =>
    world.call('POST', '/connections/import', {
      body: { items: [{ connectionId, ...item }] },
      ...(key === undefined ? {} : { key }),
    });
  const ended = await importOne({ accessToken: 'a', expiresAt: '2020-01-01T00:00:00Z' });
  t.match(ended.body.results, [{ outcome: 'refused', errors: [{ field: 'refreshToken' }] }]);
  const foreign = await importOne({ accessToken: 'a', refreshToken: 'b' }, world.globex.key);
  t.match(foreign.body.results, [{ outcome: 'refused', errors: [{ message: 'names no connection' }] }]);
  const empty = await importOne({ accessToken: '' });
  t.equal(empty.status, 400);
  t.equal(empty.body.errors[0].field, 'items.0.accessToken');
  const none = await world.call('POST', '/connections/import', { body: { items: [] } });
  t.equal(none.status, 400);
  const narrow = await world.mintKey(world.acme, ['connections:write']);
  t.equal((await importOne({ accessToken: 'a' }, narrow)).status, 403);
  t.equal((await world.call('GET', `/connections/${connectionId}`)).body.status, 'pending');
});

t.test('what refreshing needs must be brought along', async (t) => {
  const place = await deploy(world, { key: 'captured' });
  t.teardown(() => place.server.close());
  const { definition } = (await world.call('GET', `/connection-configs/${place.configId}`)).body;
  const changed = await world.call('PATCH', `/connection-configs/${place.configId}`, {
    body: {
      definition: {
        ...definition,
        captures: [{ name: 'realm', from: 'callback', path: 'realmId' }],
        refresh: { url: `${place.server.tokenUrl}?realm={context.realm}` },
      },
    },
  });
  t.equal(changed.status, 200, JSON.stringify(changed.body));
  const { accessToken, refreshToken } = place.server.mintGrant({ clientId: 'acme-client' });
  const item = { connectionId: place.connectionId, accessToken, refreshToken };
  const without = await world.call('POST', '/connections/import', { body: { items: [item] } });
  t.match(without.body.results[0].errors, [{ field: 'context', message: /^needs realm: .*\{context\.realm\}$/ }]);
  const body = { items: [{ ...item, context: { realm: '4711' } }], verifyRefresh: true };
  t.match((await world.call('POST', '/connections/import', { body })).body.results, [{ outcome: 'imported' }]);
  const { body: read } = await world.call('GET', `/connections/${place.connectionId}/access-token`);
  t.equal(read.accessToken, accessToken);
});

t.test('many at once', async (t) => {
  const place = await deploy(world, { key: 'many' });
  t.teardown(() => place.server.close());
  const made = [];
  for (let n = 0; n < 30; n++) {
    const customer = await world.call('POST', '/customers', {
      body: { externalId: `many-${n}`, name: `Customer ${n}` },
    });
    const { integrationId } = place;
    const body = { integrationId, customerId: customer.body.id, name: `Instance ${n}` };
    made.push((await world.call('POST', '/instances', { body })).body.connections[0].id);
  }
  const items = made.map((connectionId, n) => {
    const { accessToken, refreshToken } = place.server.mintGrant({ clientId: 'acme-client', account: `person-${n}` });
    return { connectionId, accessToken, refreshToken, expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
  });
  const headers = { 'idempotency-key': 'one-import' };
  const answer = await world.call('POST', '/connections/import', { body: { items }, headers });
  t.equal(answer.body.results.filter((result: { outcome: string }) => result.outcome === 'imported').length, 30);
  const repeat = await world.call('POST', '/connections/import', { body: { items }, headers });
  t.equal(repeat.body.code, 'idempotent_repeat_of_secret');
  const last = items.at(-1);
  const read = await world.call('GET', `/connections/${last?.connectionId}/access-token`);
  t.equal(read.body.accessToken, last?.accessToken, 'each got its own');
  const dues = new Set<string>();
  for (const id of made) dues.add((await world.call('GET', `/connections/${id}`)).body.refreshDueAt);
  t.ok(dues.size > 25, 'the first refreshes are spread');
});
