import t from 'tap';
import { tokensDueInMs } from '../../src/refresh/due.js';
import { grantEnds } from '../../src/refresh/grant-ends.js';
import { refreshGrant } from '../../src/refresh/refresh-grant.js';
import { secret } from '../../src/secret.js';
import { readAccessToken } from '../../src/token/read-access-token.js';
import { plainDefinition } from '../../testing/index.js';
import { plain, serverOf } from '../engine.js';
import { claimOnly, connected, passing, worldWithServer } from '../flows.js';

const hour = 3600;
const day = 24 * hour;
const tokens = { accessToken: secret('at'), refreshToken: secret('rt'), tokenType: 'Bearer', members: secret('{}') };

t.test('declared clocks bring a refresh at half of them, whatever the access token’s life', async (t) => {
  const { world } = worldWithServer();
  const due = (change: object, expiresInSeconds?: number, held: object = tokens) => {
    const server = serverOf({ ...plain, ...change });
    const ends = grantEnds(server, {});
    const times = { expiresInSeconds, elapsedMs: 0, ends };
    const ms = tokensDueInMs(world.ports, server, { tokens: held as typeof tokens, ...times });
    return ms === undefined ? undefined : ms / 1000;
  };
  const between = (value: number | undefined, from: number, to: number) =>
    t.ok(value !== undefined && value >= from && value <= to, `${value} in ${from} to ${to}`);
  between(due({ lifetimes: { idle: 10 * day } }, 365 * day), 4 * day, 5 * day);
  between(due({ lifetimes: { idle: 10 * day, refreshToken: 4 * day } }, 365 * day), 1.6 * day, 2 * day);
  between(due({ lifetimes: { idle: 10 * day } }, hour), 0.7 * hour, 0.85 * hour);
  between(due({ lifetimes: { idle: 10 * day } }), 4 * day, 5 * day);
  between(due({}), 7 * day, 7 * day);
  between(due({}, 365 * day), 0.7 * 365 * day, 0.85 * 365 * day);
  const { refreshToken: _, ...bare } = tokens;
  t.equal(due({ lifetimes: { idle: 10 * day } }, undefined, bare), undefined, 'there is nothing to renew with');
  between(due({ lifetimes: { idle: day }, refresh: { window: hour } }, 10 * day), 10 * day - hour, 10 * day);
});

/** A connection whose token nobody has read for two days, due by schedule. */
async function unread(change: { readonly lifetimes?: { readonly idle: number } } = {}) {
  const { world, server } = worldWithServer();
  const definition = { ...plainDefinition, ...change };
  const made = await connected(world, server, { definition, refreshPolicy: 'when_used' });
  made.grant.usedAt = world.clock.now() - 2 * day * 1000;
  await world.clock.advance(hour * 1000);
  return { world, ...made };
}

t.test('when_used: nobody reads, so that it is refreshed to keep it alive and no more', async (t) => {
  const { world, grant, family } = await unread({ lifetimes: { idle: 10 * day } });
  const before = world.transport.sent.length;
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'postponed' });
  t.equal(world.transport.sent.length, before);
  const dueIn = ((grant.dueAt ?? 0) - grant.refreshedAt) / 1000;
  t.ok(dueIn >= 4 * day && dueIn <= 5 * day, String(dueIn));
  t.equal(grant.attempts, 0, 'nothing failed');
  await world.clock.advance(5 * day * 1000);
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'refreshed' });
  t.equal(family.renewals, 1);
});

t.test('without a declared clock, once a week', async (t) => {
  const { world, grant } = await unread();
  await refreshGrant(world.ports, await claimOnly(world.ports));
  t.equal((grant.dueAt ?? 0) - grant.refreshedAt, 7 * day * 1000);
});

t.test('when_used: a reader gets a live token at once, and from then on it is refreshed ahead of time', async (t) => {
  const { world, connection, grant, family } = await unread();
  await refreshGrant(world.ports, await claimOnly(world.ports));
  const { organizationId, id: connectionId } = connection;
  const answer = await passing(
    world,
    readAccessToken(world.ports, { organizationId, connectionId, minimumSeconds: 60 }),
  );
  t.equal(answer.kind, 'token');
  t.equal(family.renewals, 1);
  grant.usedAt = world.clock.now();
  await world.clock.advance(hour * 1000);
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'refreshed' });
});

t.test('always: whether anybody reads or not', async (t) => {
  const { world, connection } = await unread();
  connection.refreshPolicy = 'always';
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'refreshed' });
});

t.test('what waits for a retry is not put off', async (t) => {
  const { world, grant } = await unread();
  grant.dueReason = 'other';
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'refreshed' });
});
