import t from 'tap';
import { completeParked } from '../../src/callback/complete-parked.js';
import { parkResponse } from '../../src/callback/park-response.js';
import type { GrantId } from '../../src/ids.js';
import type { ConnectionRow, MemoryWorld } from '../../testing/index.js';
import { browser, complete, region, start, startedState, worldWithServer } from '../flows.js';

const otherOrigin = 'https://wizard.example';

function park(
  world: MemoryWorld,
  connection: ConnectionRow,
  parameters: Readonly<Record<string, string>>,
  change: Partial<Parameters<typeof parkResponse>[1]> = {},
) {
  const { connectionConfigId, environment } = connection;
  const input = { connectionConfigId, environment, parameters: Object.entries(parameters), region };
  return parkResponse(world.ports, { ...input, ...change });
}

function fetchParked(world: MemoryWorld, reference: string, browserHashes = [browser()]) {
  return completeParked(world.ports, { grantId: world.newId() as GrantId, reference, browserHashes });
}

t.test('a parked response is redeemed for the browser that began, and nobody else', async (t) => {
  const { world, server } = worldWithServer();
  const connection = await world.addConnection();
  const state = await startedState(world, connection);
  const { code } = server.authorize();
  const parked = await park(world, connection, { code, state, realmId: '42' });
  if (parked.kind !== 'parked') return t.fail(parked.kind);
  t.match(parked.reference, /^[\w-]{43}$/);
  t.equal(parked.origin, 'https://latchkey.example');
  t.notMatch(JSON.stringify(parked), code);
  t.match(await fetchParked(world, parked.reference, [browser('eve')]), { kind: 'forged' });
  t.match(await fetchParked(world, 'another'), { kind: 'forged' });
  t.equal(world.transport.sent.length, 0);
  t.match(await fetchParked(world, parked.reference), { kind: 'succeeded' });
  t.match(world.database.grants.get(connection.grantId ?? ''), { context: { realmId: '42' } });
  t.match(await fetchParked(world, parked.reference), { kind: 'succeeded' }, 'again: the first result');
  t.match(await complete(world, connection, { code, state }), { kind: 'succeeded' }, 'by its state too');
  t.equal(world.transport.sent.length, 1);
});

t.test('what does not belong to a flow is not parked', async (t) => {
  const { world } = worldWithServer();
  const connection = await world.addConnection();
  const state = await startedState(world, connection);
  const before = [...world.database.sessions.values()].map(({ reference }) => reference);
  t.match(await park(world, connection, { code: 'x' }), { kind: 'forged', why: 'no_state' });
  t.match(await park(world, connection, { code: 'x', state: 'eu.short' }), { kind: 'forged' });
  t.match(await park(world, connection, { code: 'x', state: `us.${'A'.repeat(43)}` }), {
    kind: 'wrong_region',
    region: 'us',
  });
  const unknown = { kind: 'forged', why: 'no_such_state' };
  t.match(await park(world, connection, { code: 'x', state: `eu.${'A'.repeat(43)}` }), unknown);
  t.match(await park(world, connection, { code: 'x', state }, { environment: 'sandbox' }), unknown);
  const other = await world.addConnection();
  t.match(await park(world, other, { code: 'x', state }), unknown);
  t.strictSame(
    [...world.database.sessions.values()].map(({ reference }) => reference),
    before,
  );
});

t.test('an error that is parked is told, and iss is checked when it is fetched', async (t) => {
  const { world } = worldWithServer();
  const connection = await world.addConnection();
  const refused = await park(world, connection, {
    error: 'access_denied',
    state: await startedState(world, connection),
  });
  if (refused.kind !== 'parked') return t.fail(refused.kind);
  t.match(await fetchParked(world, refused.reference), { kind: 'failed', error: 'access_denied' });
  const state = await startedState(world, connection);
  const mixed = await park(world, connection, { code: 'x', state, iss: 'https://evil.example' });
  if (mixed.kind !== 'parked') return t.fail(mixed.kind);
  t.match(await fetchParked(world, mixed.reference), { kind: 'forged', why: 'iss_mismatch' });
  t.equal(world.transport.sent.length, 0);
});

t.test('a response at another origin than the flow’s is handed back there, unread', async (t) => {
  const { world, server } = worldWithServer();
  const connection = await world.addConnection();
  const started = await start(world, connection, { origin: otherOrigin });
  if (started.kind !== 'started') return t.fail(started.kind);
  const asked = new URL(started.authorizationUrl).searchParams;
  t.match(asked.get('redirect_uri'), /^https:\/\/latchkey\.example\/callback\//, 'the redirect URI is not moved');
  const state = asked.get('state') ?? '';
  const { code } = server.authorize();
  // No cookie of the other origin comes along.
  const arrival = { browserHashes: [], arrivedAt: 'https://latchkey.example' };
  const parked = await complete(world, connection, { code, state }, arrival);
  if (parked.kind !== 'parked') return t.fail(parked.kind);
  t.equal(parked.origin, otherOrigin);
  t.equal(world.transport.sent.length, 0);
  const there = await complete(world, connection, { code, state }, { ...arrival, arrivedAt: otherOrigin });
  t.match(there, { kind: 'forged' }, 'at its own origin, without the cookie, it goes nowhere');
  t.match(await complete(world, connection, { code, state }, { browserHashes: [] }), { kind: 'forged' });
  t.match(await fetchParked(world, parked.reference, [browser('eve')]), { kind: 'forged' });
  t.match(await fetchParked(world, parked.reference), { kind: 'succeeded' });
});

t.test('a flow that is over sends nobody to the origin where it began', async (t) => {
  const { world } = worldWithServer();
  const connection = await world.addConnection();
  const began = await start(world, connection, { origin: otherOrigin });
  if (began.kind !== 'started') return t.fail(began.kind);
  const state = new URL(began.authorizationUrl).searchParams.get('state') ?? '';
  const open = () =>
    complete(world, connection, { code: 'x', state }, { browserHashes: [], arrivedAt: 'https://latchkey.example' });
  t.match(await open(), { kind: 'parked', origin: otherOrigin });
  await world.clock.advance(3600_000);
  t.match(await open(), { kind: 'forged' });
  const posted = await park(world, connection, { code: 'x', state });
  t.match(posted, { kind: 'parked', origin: undefined }, 'a form_post stays where it came');
  if (posted.kind === 'parked')
    t.match(await fetchParked(world, posted.reference), { kind: 'failed', error: 'expired' });
});

t.test('a fault while it is opened ends the flow, and the browser that comes again is told', async (t) => {
  const { world } = worldWithServer();
  const connection = await world.addConnection();
  const parked = await park(world, connection, { code: 'x', state: await startedState(world, connection) });
  if (parked.kind !== 'parked') return t.fail(parked.kind);
  const vault = { ...world.ports.vault, open: () => Promise.reject(new Error('the key is gone')) };
  const input = { grantId: world.newId() as GrantId, reference: parked.reference, browserHashes: [browser()] };
  await t.rejects(completeParked({ ...world.ports, vault }, input), /the key is gone/);
  t.match(await fetchParked(world, parked.reference), { kind: 'failed', error: 'provider_unavailable' });
});
