import t from 'tap';
import { refreshGrant } from '../../src/refresh/refresh-grant.js';
import { disconnectConnection } from '../../src/revoke/disconnect-connection.js';
import { revokeDueGrants } from '../../src/revoke/revoke-due-grants.js';
import { readAccessToken } from '../../src/token/read-access-token.js';
import { claimOnly, connected, passing, sealedTokens, worldWithServer } from '../flows.js';

// Rule 6. A server that answers a spent refresh token again, but goes on with the set that it gave first: whoever stored
// the second set holds one that will be refused.

/** A process slept with the answer in hand, somebody took over and stored a worthless set, and it woke up. */
async function overtaken(sleptForMs: 'takeover' | 'until_given_up') {
  const { world, server } = worldWithServer({}, { reuse: 'forks' });
  const { connection, family, grant } = await connected(world, server);
  await world.clock.advance(3600 * 0.86 * 1000);
  const claim = await claimOnly(world.ports);
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const sleeping = {
    ...world.ports,
    vault: {
      ...world.vault,
      seal: (...given: Parameters<typeof world.vault.seal>) => asleep.then(() => world.vault.seal(...given)),
    },
  };
  const late = refreshGrant(sleeping, claim);
  await world.clock.advance(world.ports.times.takeoverMax);
  const other = world.process('process-2');
  t.match(await refreshGrant(other, await claimOnly(other)), { kind: 'refreshed' });
  t.not(
    (await sealedTokens(world, grant.id)).refresh,
    family.current,
    'what was stored is not what the server goes on with',
  );
  if (sleptForMs === 'until_given_up') {
    await world.clock.advance(3600_000);
    t.match(await refreshGrant(other, await claimOnly(other)), { kind: 'failed', reason: 'grant_rejected' });
    t.equal(connection.status, 'error');
  }
  wake();
  t.match(await passing(world, late), { kind: 'overtaken' });
  return { world, server, connection, family, grant };
}

t.test('a set that came too late is tried when the stored one is refused, and the grant lives', async (t) => {
  const { world, connection, family, grant } = await overtaken('takeover');
  t.equal(grant.alternates.length, 1);
  await world.clock.advance(3600_000);
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'alternate_adopted' });
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'refreshed' });
  t.equal((await sealedTokens(world, grant.id)).refresh, family.current);
  t.equal(connection.status, 'active');
  t.strictSame(
    connection.events.map(({ kind }) => kind),
    ['authorization_started', 'connected'],
  );
  t.equal(grant.alternates.length, 0);
});

t.test('it is not revoked with its grant, and ends with it', async (t) => {
  const { world, connection, family, grant } = await overtaken('takeover');
  const alternate = family.current;
  const stored = await sealedTokens(world, grant.id);
  await disconnectConnection(world.ports, { organizationId: connection.organizationId, connectionId: connection.id });
  const { settled } = await revokeDueGrants(world.ports, { slots: 1, onResult: () => undefined });
  await settled;
  const revoked = world.transport.sent
    .filter(({ request }) => request.url.endsWith('/revoke'))
    .map(({ request }) => new URLSearchParams(request.body ?? '').get('token'));
  t.strictSame(revoked, [stored.refresh, stored.access]);
  t.notOk(revoked.includes(alternate));
  t.equal(grant.alternates.length, 0);
});

t.test('one that comes after the grant was given up brings it back', async (t) => {
  const { world, connection, family, grant } = await overtaken('until_given_up');
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'alternate_adopted' });
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'refreshed' });
  t.equal((await sealedTokens(world, grant.id)).refresh, family.current);
  t.equal(connection.status, 'active');
  t.equal(connection.events.at(-1)?.kind, 'recovered');
});

t.test('a reader gets a token from it within one read', async (t) => {
  const { world, connection, family } = await overtaken('takeover');
  await world.clock.advance(3600_000);
  const { organizationId, id: connectionId } = connection;
  const answer = await passing(
    world,
    readAccessToken(world.ports, { organizationId, connectionId, minimumSeconds: 60 }),
  );
  t.equal(answer.kind, 'token');
  t.equal(family.state, 'alive');
});

t.test('an alternate that is refused too ends the grant, told once', async (t) => {
  const { world, connection, family, grant } = await overtaken('takeover');
  family.state = 'revoked';
  await world.clock.advance(3600_000);
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'alternate_adopted' });
  await world.clock.advance(3600_000);
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'failed', reason: 'grant_rejected' });
  t.match(connection, { status: 'error', reason: 'grant_rejected' });
  t.equal(connection.events.filter(({ kind }) => kind === 'reauthorization_required').length, 1);
  t.equal(grant.alternates.length, 0);
});

t.test('past its time it is not tried', async (t) => {
  const { world } = await overtaken('takeover');
  await world.clock.advance(world.ports.times.alternateLife);
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'failed', reason: 'grant_rejected' });
});
