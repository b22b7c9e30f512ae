import t from 'tap';
import { refreshDueGrants } from '../../src/refresh/refresh-due-grants.js';
import { refreshGrant } from '../../src/refresh/refresh-grant.js';
import { secret } from '../../src/secret.js';
import { readAccessToken } from '../../src/token/read-access-token.js';
import { plainDefinition } from '../../testing/index.js';
import { claimOnly, connected, passing, worldWithServer } from '../flows.js';

const json = (status: number, body: object) => ({ status, headers: {}, body: JSON.stringify(body) });
const invalidClient = json(401, { error: 'invalid_client' });

/** Connections of one client, all due. */
async function due(count: number) {
  const { world, server } = worldWithServer();
  const first = await connected(world, server);
  const { organizationId, clientRowId } = first.connection;
  const client = world.database.clients.get(clientRowId ?? '');
  if (!client) throw new Error('there is no client');
  const all = [first];
  while (all.length < count) all.push(await connected(world, server, { organizationId, client }));
  await world.clock.advance(3600_000);
  const tick = async (slots = 100) => {
    const results: string[] = [];
    const onResult = (_: string, result: { readonly kind: string }) => void results.push(result.kind);
    const work = await refreshDueGrants(world.ports, { slots, takeover: 'allowed', onResult });
    await passing(world, work.settled);
    return results;
  };
  const state = () => world.database.clientStates.get(client.rowId);
  return { world, server, client, all, tick, state };
}

t.test('a client refused for hours: a few probes, one word each way, and every grant recovers', async (t) => {
  const { world, server, all, tick, state } = await due(40);
  server.instead = invalidClient;
  const before = world.transport.sent.length;
  await tick(4);
  t.equal(world.transport.sent.length - before, 4, 'what had been claimed already');
  for (let minutes = 0; minutes < 180; minutes++) {
    await tick();
    await world.clock.advance(60_000);
  }
  const asked = world.transport.sent.length - before;
  t.ok(asked < 25, `${asked} requests in three hours`);
  t.ok(all.every(({ connection }) => connection.status === 'error' && connection.reason === 'client_misconfigured'));
  server.instead = undefined;
  for (let minutes = 0; minutes < 90; minutes++) {
    await tick();
    await world.clock.advance(60_000);
  }
  t.strictSame(state()?.events, ['client.misconfigured', 'client.recovered']);
  t.equal(state()?.state, 'ok');
  t.strictSame(
    all.filter(
      ({ connection, family }) => connection.status !== 'active' || family.renewals === 0 || family.state !== 'alive',
    ),
    [],
    'zero grants lost',
  );
  const kinds = new Set(all.flatMap(({ connection }) => connection.events.map(({ kind }) => kind)));
  t.strictSame([...kinds], ['authorization_started', 'connected'], 'no connection was told of');
});

t.test('a reader asks nothing of a refused client', async (t) => {
  const { world, server, all, tick } = await due(3);
  server.instead = invalidClient;
  await tick(1);
  const sent = world.transport.sent.length;
  for (const { connection } of all) {
    const { organizationId, id: connectionId } = connection;
    t.strictSame(await readAccessToken(world.ports, { organizationId, connectionId, minimumSeconds: 0 }), {
      kind: 'misconfigured',
    });
  }
  t.equal(world.transport.sent.length, sent);
});

t.test('a probe refused for what its grant is shows that the client is accepted', async (t) => {
  const { world, server, all, tick, state } = await due(2);
  server.instead = invalidClient;
  await tick(1);
  server.instead = undefined;
  for (const { family } of all) family.state = 'revoked';
  await world.clock.advance(10_000);
  await tick();
  t.strictSame(state()?.events, ['client.misconfigured', 'client.recovered']);
});

t.test('the client’s other secret is tried once before anything is said', async (t) => {
  const { world, server, client, state } = await due(1);
  const row = world.newId();
  const [connection] = world.database.connections.values();
  const organizationId = connection?.organizationId ?? '';
  const value = await world.vault.seal({ organizationId, row, field: 'client_secret.value' }, secret('next'));
  world.database.clients.set(client.rowId, { ...client, secrets: [...client.secrets, { rowId: row, value }] });
  const { handler } = world.transport;
  world.transport.handler = (request) =>
    atob((request.headers.authorization ?? '').slice(6)).endsWith(':next') ? handler(request) : invalidClient;
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'refreshed' });
  t.equal(state(), undefined);
  t.equal(server.presented.length, 1);
});

t.test('invalid_scope is tried once more without scope, where one was sent', async (t) => {
  const { world, server } = worldWithServer();
  const definition = { ...plainDefinition, refresh: { parameters: { scope: '{request.scope}' } } };
  await connected(world, server, { definition });
  await world.clock.advance(3600_000);
  const { handler } = world.transport;
  const scopes: (string | null)[] = [];
  world.transport.handler = (request) => {
    const scope = new URLSearchParams(request.body ?? '').get('scope');
    scopes.push(scope);
    return scope ? json(400, { error: 'invalid_scope' }) : handler(request);
  };
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'refreshed' });
  t.equal(scopes.length, 2);
  t.equal(scopes[0], 'read write');
  t.notOk(scopes[1]);
});

t.test('where no scope was sent there is nothing else to try', async (t) => {
  const { world, server, state } = await due(1);
  server.instead = json(400, { error: 'invalid_scope' });
  const before = world.transport.sent.length;
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { reason: 'client_misconfigured' });
  t.equal(world.transport.sent.length - before, 1);
  t.equal(state()?.state, 'misconfigured');
});

t.test('the store fails when a client recovers: the tokens are safe, and the next probe tells it', async (t) => {
  const { world, server, all, tick, state } = await due(2);
  server.instead = invalidClient;
  await tick(1);
  server.instead = undefined;
  let fails = 1;
  world.database.fault = (statement) => (statement === 'recover_client' && fails-- > 0 ? 'throws' : 'none');
  await world.clock.advance(10_000);
  await tick();
  t.equal(all.filter(({ family }) => family.renewals === 1).length, 1);
  t.equal(state()?.state, 'misconfigured');
  await world.clock.advance(world.ports.times.takeoverMax);
  await tick();
  t.strictSame(state()?.events, ['client.misconfigured', 'client.recovered']);
});
