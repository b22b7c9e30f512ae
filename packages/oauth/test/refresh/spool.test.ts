import t from 'tap';
import { drainSpool } from '../../src/refresh/drain-spool.js';
import { refreshDueGrants } from '../../src/refresh/refresh-due-grants.js';
import { refreshGrant } from '../../src/refresh/refresh-grant.js';
import { readAccessToken } from '../../src/token/read-access-token.js';
import { claimOnly, connected, passing, sealedTokens, worldWithServer } from '../flows.js';

// Rule 5: an answer that cannot be stored outlives its process.

const lifetime = 3600;

/** A refresh that was answered while the store is away. */
async function answeredInAnOutage() {
  const { world, server } = worldWithServer();
  const { connection, family, grant } = await connected(world, server);
  await world.clock.advance(lifetime * 860);
  const claim = await claimOnly(world.ports);
  world.database.fault = () => 'throws';
  const work = refreshGrant(world.ports, claim);
  await world.clock.advance(10_000);
  t.equal(family.renewals, 1, 'the server has rotated');
  const leave = async () => {
    world.spool.leave(world.ports.holder);
    return await passing(world, work);
  };
  return { world, connection, family, grant, claim, leave };
}

t.test('what cannot be stored waits in the spool, and the next process stores it before its first claim', async (t) => {
  const { world, connection, family, grant, leave } = await answeredInAnOutage();
  t.match(await leave(), { kind: 'spooled' });
  t.equal(world.spool.answers.size, 1);
  await t.rejects(drainSpool(world.process('too-early')), 'while the store is away nothing is drained');
  t.equal(world.spool.answers.size, 1);
  await world.clock.advance(300_000);
  world.database.fault = () => 'none';
  const results: string[] = [];
  const onResult = (_: string, { kind }: { kind: string }) => void results.push(kind);
  const next = world.process('process-2');
  const { claimed } = await refreshDueGrants(next, { slots: 9, takeover: 'allowed', onResult });
  t.equal(claimed, 0, 'nobody takes over what was only waiting to be stored');
  t.equal(world.spool.answers.size, 0);
  t.strictSame(await sealedTokens(world, grant.id), { access: 'at-f1-1', refresh: family.current });
  t.equal(grant.generation, 2);
  t.equal(grant.attempt, undefined);
  const left = ((grant.expiresAt ?? 0) - world.clock.now()) / 1000;
  t.ok(
    left <= lifetime - 310 - 300 && left > lifetime - 320 - 300,
    `the time away counts, and clocks may differ: ${left}`,
  );
  t.ok((grant.dueAt ?? 0) > world.clock.now());
  t.equal(connection.status, 'active');
  t.strictSame(
    world.notices.map(({ kind }) => kind).filter((kind) => kind.startsWith('spool')),
    ['spooled', 'spool_drained'],
  );
});

t.test('a reader drains too, before it would ask', async (t) => {
  const { world, connection, family, leave } = await answeredInAnOutage();
  await leave();
  await world.clock.advance(lifetime * 1000);
  world.database.fault = () => 'none';
  const { organizationId, id: connectionId } = connection;
  const reader = world.process('reader');
  const answer = await passing(world, readAccessToken(reader, { organizationId, connectionId, minimumSeconds: 0 }));
  t.equal(answer.kind, 'token');
  t.equal(family.state, 'alive');
  t.equal(family.renewals, 2);
});

t.test('what was stored after all is drained without harm, also twice at once', async (t) => {
  const { world, grant, claim, leave } = await answeredInAnOutage();
  await leave();
  const [kept] = world.spool.answers.values();
  world.database.fault = () => 'none';
  await Promise.all([drainSpool(world.process('two')), drainSpool(world.process('three'))]);
  if (kept) world.spool.answers.set(claim.attemptId, kept);
  await drainSpool(world.ports);
  t.equal(grant.generation, 2);
  t.equal(grant.alternates.length, 0);
  t.equal(world.spool.answers.size, 0);
});

t.test('when somebody else’s tokens are there already, they become an alternate', async (t) => {
  const { world, grant, family, leave } = await answeredInAnOutage();
  await leave();
  world.database.fault = () => 'none';
  grant.generation++;
  await drainSpool(world.ports);
  t.equal(grant.alternates.length, 1);
  t.equal(world.spool.answers.size, 0);
  t.equal(family.state, 'alive');
});

t.test('a store that hangs is not waited for when the process has to leave', async (t) => {
  const { world, server } = worldWithServer();
  await connected(world, server);
  await world.clock.advance(lifetime * 860);
  const claim = await claimOnly(world.ports);
  const hanging = {
    ...world.ports,
    grants: { ...world.ports.grants, store: () => new Promise<never>(() => undefined) },
  };
  const work = refreshGrant(hanging, claim);
  await world.clock.settle();
  world.spool.leave(world.ports.holder);
  t.match(await passing(world, work), { kind: 'spooled' });
});

t.test('while the spool fails too, both are tried until one works', async (t) => {
  const { world, grant, leave } = await answeredInAnOutage();
  world.spool.mode = 'broken';
  const left = leave();
  await world.clock.advance(60_000);
  t.ok(world.notices.filter(({ kind }) => kind === 'spool_failed').length > 5);
  t.ok(world.notices.length < 100, 'with a wait between');
  world.database.fault = () => 'none';
  t.match(await left, { kind: 'refreshed' });
  t.equal(grant.generation, 2);
  t.equal(world.spool.answers.size, 0);
});

t.test('an answer that cannot be opened stays, is told of, and stops nobody', async (t) => {
  const { world, claim, leave } = await answeredInAnOutage();
  await leave();
  world.database.fault = () => 'none';
  const [kept] = world.spool.answers.values();
  if (!kept) throw new Error('nothing was spooled');
  const stranger = { ...kept.name, attemptId: world.newId() as typeof claim.attemptId };
  world.spool.answers.set(stranger.attemptId, { name: stranger, sealed: kept.sealed });
  await drainSpool(world.ports);
  t.strictSame([...world.spool.answers.keys()], [stranger.attemptId]);
  t.match(world.notices.at(-1), { kind: 'spool_unreadable', attemptId: stranger.attemptId });
});

t.test('while the keys are away nothing is drained, and nothing is claimed before it', async (t) => {
  const { world, grant, leave } = await answeredInAnOutage();
  await leave();
  world.database.fault = () => 'none';
  await world.clock.advance(3600_000);
  world.vault.mode = 'failing';
  const next = world.process('process-2');
  const onResult = () => t.fail('a claim would have shown the server a refresh token that is spent');
  await t.rejects(refreshDueGrants(next, { slots: 9, takeover: 'allowed', onResult }), /no key now/);
  t.equal(world.spool.answers.size, 1);
  t.notOk(world.notices.some(({ kind }) => kind === 'spool_unreadable'));
  world.vault.mode = 'working';
  await drainSpool(next);
  t.equal(grant.generation, 2);
});

t.test('no notice holds a token', async (t) => {
  const { world, leave } = await answeredInAnOutage();
  await leave();
  world.database.fault = () => 'none';
  await drainSpool(world.ports);
  t.notMatch(JSON.stringify(world.notices), /rt-f1|at-f1|s3cret/);
});
