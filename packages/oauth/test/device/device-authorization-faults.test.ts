import t from 'tap';
import { pollDueDevices } from '../../src/device/poll-due-devices.js';
import type { GrantId } from '../../src/ids.js';
import { revokeDueGrants } from '../../src/revoke/revoke-due-grants.js';
import { passing } from '../flows.js';

import { begin, kinds, lamp, ok, tick, tokens } from './lamp.js';

t.test('a network that fails is polled ever more slowly, and connects when it is back', async (t) => {
  const { world, connection, answers, asked } = await lamp();
  await begin(world, connection);
  world.transport.passage = ({ url }) =>
    url.endsWith('/token') ? { kind: 'request_lost', after: 10 } : { kind: 'delivered' };
  let polls = 0;
  for (let second = 0; second < 120; second++) {
    await world.clock.advance(1000);
    polls += (await tick(world)).length;
  }
  t.ok(polls >= 4 && polls <= 8, `${polls} polls in two minutes`);
  t.equal(asked('/token').length, polls);
  world.transport.passage = () => ({ kind: 'delivered' });
  answers['/token'] = ok(tokens);
  await world.clock.advance(60_000);
  t.strictSame(await tick(world), [{ kind: 'granted' }]);
  t.match(connection, { status: 'active' });
});

t.test('two processes never poll the same code at once', async (t) => {
  const { world, connection, asked } = await lamp();
  await begin(world, connection);
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  world.transport.passage = ({ url }) => (url.endsWith('/token') ? { kind: 'held', until } : { kind: 'delivered' });
  await world.clock.advance(5000);
  const options = { slots: 10, newGrantId: () => world.newId() as GrantId, onResult: () => undefined };
  const first = await pollDueDevices(world.ports, options);
  t.equal(first.claimed, 1);
  await world.clock.advance(20_000);
  t.equal((await pollDueDevices(world.process('process-2'), options)).claimed, 0);
  release();
  await passing(world, first.settled, 100);
  t.equal(asked('/token').length, 1);
  world.transport.passage = () => ({ kind: 'delivered' });
  await world.clock.advance(5000);
  t.equal((await pollDueDevices(world.process('process-2'), options)).claimed, 1, 'then whoever comes first');
});

t.test('a store that fails for a while loses nothing: the provider is asked once', async (t) => {
  const { world, connection, answers, asked } = await lamp();
  await begin(world, connection);
  answers['/token'] = ok(tokens);
  await world.clock.advance(5000);
  let failures = 3;
  world.database.fault = (statement) =>
    statement === 'create_grant' && failures-- > 0 ? 'throws_after_commit' : 'none';
  t.strictSame(await tick(world), [{ kind: 'granted' }]);
  t.equal(asked('/token').length, 1);
  t.strictSame(kinds(connection), ['authorization_started', 'connected']);
});

t.test('given up while the provider answers: the tokens are revoked, nothing is connected', async (t) => {
  const { world, connection, answers, asked } = await lamp();
  await begin(world, connection);
  await world.clock.advance(5000);
  answers['/token'] = ok(tokens);
  const { organizationId, id } = connection;
  let cancelled: Promise<unknown> | undefined;
  world.transport.passage = ({ url }) => {
    if (url.endsWith('/me'))
      cancelled = world.ports.deviceAuthorizations.cancel(organizationId, id, { kind: 'authorization_cancelled' });
    return { kind: 'delivered' };
  };
  await tick(world);
  t.equal(await cancelled, 'cancelled');
  t.match(connection, { status: 'pending', grantId: undefined });
  t.strictSame(kinds(connection), ['authorization_started', 'authorization_cancelled']);
  await (await revokeDueGrants(world.ports, { slots: 10, onResult: () => undefined })).settled;
  t.strictSame(
    asked('/revoke').map(({ body }) => new URLSearchParams(body).get('token')),
    ['rt-1', 'at-1'],
  );
});

t.test('a vault that is away gives the claim back, and the fault is seen', async (t) => {
  const { world, connection, answers } = await lamp();
  await begin(world, connection);
  await world.clock.advance(5000);
  world.vault.mode = 'failing';
  t.match(await tick(world), [{ kind: 'threw' }]);
  world.vault.mode = 'working';
  answers['/token'] = ok(tokens);
  await world.clock.advance(10_000);
  t.strictSame(await tick(world), [{ kind: 'granted' }]);
});
