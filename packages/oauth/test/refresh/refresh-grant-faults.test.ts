import t from 'tap';
import { refreshGrant } from '../../src/refresh/refresh-grant.js';
import { claimOnly, connected, passing, sealedTokens, worldWithServer } from '../flows.js';

/** A connection whose refresh is due, and the claim on it. */
async function due(options: Parameters<typeof worldWithServer>[1] = {}, afterSeconds = 3600 * 0.86) {
  const { world, server } = worldWithServer({}, options);
  const { connection, family, grant } = await connected(world, server);
  await world.clock.advance(afterSeconds * 1000);
  const claim = await claimOnly(world.ports);
  return { world, server, connection, family, grant, claim };
}

t.test('a fault of the vault before sending gives the attempt back, and is seen', async (t) => {
  const { world, claim, grant, family } = await due();
  world.vault.mode = 'failing';
  await t.rejects(refreshGrant(world.ports, claim), /vault/);
  t.equal(grant.attempt, undefined);
  t.equal(family.renewals, 0);
  world.vault.mode = 'working';
  await world.clock.advance(world.ports.times.backoffFirst);
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'refreshed' });
});

t.test('nothing is sent whose answer could not be sealed', async (t) => {
  const { world, claim, grant, family } = await due();
  world.vault.mode = 'opening';
  await t.rejects(refreshGrant(world.ports, claim), /no key to seal with/);
  t.equal(family.renewals, 0);
  t.equal(grant.attempt, undefined);
});

t.test('the fault is seen even when the attempt cannot be given back', async (t) => {
  const { world, claim } = await due();
  world.vault.mode = 'failing';
  world.database.fault = (statement) => (statement === 'settle' ? 'throws' : 'none');
  await t.rejects(refreshGrant(world.ports, claim), /vault/);
});

t.test('an answer outlives an outage of the store', async (t) => {
  const { world, claim, grant, family } = await due();
  let throws = 30;
  world.database.fault = (statement) => (statement === 'store' && throws-- > 0 ? 'throws' : 'none');
  t.match(await passing(world, refreshGrant(world.ports, claim)), { kind: 'refreshed' });
  t.equal(world.notices.filter((notice) => notice.kind === 'store_retry').length, 30);
  t.strictSame(await sealedTokens(world, grant.id), { access: 'at-f1-1', refresh: 'rt-f1-1' });
  t.equal(family.renewals, 1);
  t.ok((grant.expiresAt ?? 0) < world.clock.now() + 3500_000, 'the outage is taken off the validity');
});

t.test('a vault that fails after the answer is waited for like the store', async (t) => {
  const { world, claim, grant } = await due();
  const { handler } = world.transport;
  world.transport.handler = (request) => {
    world.vault.mode = 'failing';
    return handler(request);
  };
  const work = refreshGrant(world.ports, claim);
  await world.clock.advance(10_000);
  world.vault.mode = 'working';
  t.match(await passing(world, work), { kind: 'refreshed' });
  t.equal(grant.generation, 2);
});

t.test('rule 6: the lost reply of my own commit is success', async (t) => {
  const { world, claim, grant } = await due();
  let lost = 1;
  world.database.fault = (statement) => (statement === 'store' && lost-- > 0 ? 'throws_after_commit' : 'none');
  t.match(await passing(world, refreshGrant(world.ports, claim)), { kind: 'refreshed' });
  t.equal(grant.generation, 2, 'stored once');
  t.strictSame(await sealedTokens(world, grant.id), { access: 'at-f1-1', refresh: 'rt-f1-1' });
});

t.test('rule 6: a fence that somebody else moved is missed', async (t) => {
  const { world, claim, grant } = await due({ rotation: 'never' });
  const gate = { open: () => {} };
  const until = new Promise<void>((resolve) => {
    gate.open = resolve;
  });
  world.transport.passage = () => ({ kind: 'held', until });
  const late = refreshGrant({ ...world.ports, times: { ...world.ports.times, requestTimeout: 1e9 } }, claim);
  await world.clock.advance(world.ports.times.takeoverMax);
  world.transport.passage = () => ({ kind: 'delivered' });
  const taker = await claimOnly(world.process('process-2'));
  t.match(await refreshGrant(world.ports, taker), { kind: 'refreshed' });
  const stored = await sealedTokens(world, grant.id);
  gate.open();
  t.match(await passing(world, late), { kind: 'overtaken' });
  t.strictSame(await sealedTokens(world, grant.id), stored, 'the newer tokens stay');
});
