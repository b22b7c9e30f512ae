import t from 'tap';
import { refreshGrant } from '../../src/refresh/refresh-grant.js';
import { readAccessToken } from '../../src/token/read-access-token.js';
import { type MemoryWorld, plainDefinition } from '../../testing/index.js';
import { claimOnly, connected, passing, worldWithServer } from '../flows.js';

/** A connection whose refresh ends the access token before it, due now, its token good for half an hour more. */
async function world() {
  const { world, server } = worldWithServer();
  const definition = { ...plainDefinition, refresh: { revokesAccessToken: true } };
  const made = await connected(world, server, { definition });
  await world.clock.advance(1_800_000);
  made.grant.dueAt = world.clock.now();
  return { world, server, ...made };
}

const read = (world: MemoryWorld, { organizationId, id }: { organizationId: never; id: never }) =>
  readAccessToken(world.process('reader'), { organizationId, connectionId: id, minimumSeconds: 60 });

t.test('a reader waits for the refresh that ends the stored token, and gets the new one', async (t) => {
  const w = await world();
  const { world: at } = w;
  at.transport.passage = () => ({ kind: 'delivered', there: 1000, back: 5000 });
  const before = await at.ports.grants.read(w.connection.organizationId, w.connection.id);
  t.equal(before?.grant?.doubt, undefined);
  const claim = await claimOnly(at.ports);
  t.ok(claim.sendBefore - at.clock.monotonic() <= at.ports.times.takeoverMin, 'nor is it held for its token’s life');
  const refreshing = refreshGrant(at.ports, claim);
  t.equal(
    (await at.ports.grants.read(w.connection.organizationId, w.connection.id))?.grant?.doubt,
    'refresh_under_way',
  );
  const answer = await passing(at, read(at, w.connection as never));
  t.match(answer, { kind: 'token', token: { generation: 2 } });
  t.match(await refreshing, { kind: 'refreshed' });
  t.equal(w.family.renewals, 1);
});

t.test('an answer that was lost: nobody is given the token, until a replay brings one', async (t) => {
  const w = await world();
  const { world: at } = w;
  at.transport.passage = () => ({ kind: 'request_lost', after: 3000 });
  t.match(await passing(at, refreshGrant(at.ports, await claimOnly(at.ports))), { kind: 'failed' });
  t.equal(
    (await at.ports.grants.read(w.connection.organizationId, w.connection.id))?.grant?.doubt,
    'refresh_ambiguous',
  );
  t.match(await passing(at, read(at, w.connection as never)), { kind: 'unavailable' });
  at.transport.passage = () => ({ kind: 'delivered', there: 10, back: 10 });
  await at.clock.advance(at.ports.times.replayResetMax);
  t.match(await passing(at, read(at, w.connection as never)), { kind: 'token', token: { generation: 2 } });
});

t.test('a refusal that ended nothing leaves the stored token good', async (t) => {
  const w = await world();
  const { world: at } = w;
  w.server.instead = { status: 503, body: '' };
  t.match(await passing(at, refreshGrant(at.ports, await claimOnly(at.ports))), { kind: 'failed' });
  t.match(await passing(at, read(at, w.connection as never)), { kind: 'token', token: { generation: 1 } });
});
