import { setImmediate as nextTurn } from 'node:timers/promises';
import t from 'tap';
import { complete, passing, startedState, worldWithServer } from '../flows.js';

async function waiting() {
  const { world, server } = worldWithServer();
  const connection = await world.addConnection();
  const state = await startedState(world, connection);
  const { code } = server.authorize();
  return { world, connection, state, code };
}

t.test('tokens are kept through an outage of the store', async (t) => {
  const { world, connection, state, code } = await waiting();
  let throws = 7;
  world.database.fault = (statement) => (statement === 'create_grant' && throws-- > 0 ? 'throws' : 'none');
  t.match(await passing(world, complete(world, connection, { code, state })), { kind: 'succeeded' });
  t.equal(world.notices.length, 7);
  t.equal(world.transport.sent.length, 1, 'the code was redeemed once');
  const grant = world.database.grants.get(connection.grantId ?? '');
  const left = ((grant?.expiresAt ?? 0) - world.clock.now()) / 1000;
  t.ok(left < 3600 - 6, `the outage is taken off the validity: ${left}`);
});

t.test('what is disconnected while its tokens wait for the store stays so', async (t) => {
  const { world, connection, state, code } = await waiting();
  let throws = 1;
  world.database.fault = (statement) => (statement === 'create_grant' && throws-- > 0 ? 'throws' : 'none');
  const work = complete(world, connection, { code, state });
  while (world.notices.length === 0) await nextTurn();
  await world.ports.connections.disconnect(connection.organizationId, connection.id, { kind: 'disconnect_requested' });
  t.match(await passing(world, work), { kind: 'failed', error: 'superseded' });
  t.equal(connection.grantId, undefined);
  t.same(
    [...world.database.grants.values()].map((grant) => grant.state),
    ['revoking'],
  );
});

t.test('a commit whose reply was lost makes one grant', async (t) => {
  const { world, connection, state, code } = await waiting();
  let lost = 1;
  world.database.fault = (statement) => (statement === 'create_grant' && lost-- > 0 ? 'throws_after_commit' : 'none');
  t.match(await passing(world, complete(world, connection, { code, state })), { kind: 'succeeded' });
  t.equal(world.database.grants.size, 1);
  t.equal(connection.events.filter((event) => event.kind === 'connected').length, 1);
});

t.test('what can never be stored is given up in the end', async (t) => {
  const { world, connection, state, code } = await waiting();
  const work = complete(world, connection, { code, state });
  world.database.fault = (statement) => (statement === 'create_grant' ? 'throws' : 'none');
  await t.rejects(passing(world, work, 5000), /store is gone/);
});

t.test('a fault of our own vault ends the flow, and is seen', async (t) => {
  for (const mode of ['failing', 'opening'] as const) {
    const { world, connection, state, code } = await waiting();
    world.vault.mode = mode;
    await t.rejects(complete(world, connection, { code, state }), /vault/);
    world.vault.mode = 'working';
    t.match(await complete(world, connection, { code, state }), { kind: 'failed', error: 'provider_unavailable' });
    t.equal(world.transport.sent.length, 0, `${mode}: a code whose tokens could not be kept is not spent`);
  }
});

t.test('a bell that is broken changes nothing', async (t) => {
  const { world, connection, state, code } = await waiting();
  world.bell.mode = 'broken';
  t.match(await complete(world, connection, { code, state }), { kind: 'succeeded' });
  t.match(world.notices, [{ kind: 'bell_failed', tick: 'revoke' }]);
});
