import t from 'tap';
import type { Definition } from '../../src/provider/definition.js';
import { refreshGrant } from '../../src/refresh/refresh-grant.js';
import { readAccessToken } from '../../src/token/read-access-token.js';
import { type MemoryWorld, plainDefinition } from '../../testing/index.js';
import { claimOnly, connected, passing, worldWithServer } from '../flows.js';

const hour = 3600;
const day = 24 * hour;

/** Refreshes whenever something is due, until `seconds` from the start; gives the kinds of results in order. */
async function live(world: MemoryWorld, seconds: number): Promise<readonly string[]> {
  const results: string[] = [];
  for (;;) {
    const [grant] = [...world.database.grants.values()].filter((row) => row.state === 'live');
    const dueAt = grant?.dueAt;
    if (dueAt === undefined || dueAt > start + seconds * 1000) return results;
    await world.clock.advance(Math.max(dueAt - world.clock.now(), 0));
    results.push((await refreshGrant(world.ports, await claimOnly(world.ports))).kind);
  }
}
let start = 0;

async function connectedTo(definition: Partial<Definition>, options: Parameters<typeof worldWithServer>[1] = {}) {
  const made = worldWithServer({}, options);
  start = made.world.clock.now();
  const { world, server } = made;
  return { world, server, ...(await connected(world, server, { definition: { ...plainDefinition, ...definition } })) };
}
const told = (events: readonly { readonly kind: string }[]) => events.filter(({ kind }) => kind === 'expiring');

t.test('a consent with an end: told once, weeks before, and then the refusal says why', async (t) => {
  const { world, server, connection, family, grant } = await connectedTo(
    { lifetimes: { absolute: 60 * day } },
    { expiresIn: 10 * day },
  );
  t.equal(grant.absoluteDeadline, start + 60 * day * 1000);
  await live(world, 50 * day);
  t.strictSame(told(connection.events), []);
  t.equal(grant.dueAt, start + 51 * day * 1000, 'due by its clock, before its token asks for it');
  await live(world, 51 * day);
  t.strictSame(told(connection.events), [
    { kind: 'expiring', details: { expiresAt: new Date(start + 60 * day * 1000).toISOString() } },
  ]);
  await live(world, 59.9 * day);
  t.equal(told(connection.events).length, 1, 'again and again refreshed, never told twice');
  t.equal(connection.status, 'active');
  family.state = 'revoked';
  await world.clock.advance(start + 60 * day * 1000 - world.clock.now());
  grant.dueAt = world.clock.now();
  grant.expiresAt = world.clock.now();
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { reason: 'authorization_expired' });
  t.match(connection, { status: 'error', reason: 'authorization_expired' });
  const read = readAccessToken(world.ports, {
    ...{ organizationId: connection.organizationId, connectionId: connection.id, minimumSeconds: 60 },
  });
  t.strictSame(await passing(world, read), { kind: 'rejected', reason: 'authorization_expired' });
  t.equal(server.presented.length, family.renewals + 1, 'nothing is asked any more');
});

t.test('the provider moves the end: it is told of the new one only', async (t) => {
  let end = 0;
  const besides = () => ({ authorization_expires_in: Math.round((end - world.clock.now()) / 1000) });
  const { world, server } = worldWithServer({}, { expiresIn: 12 * hour, besides });
  start = world.clock.now();
  end = start + 10 * day * 1000;
  const { connection, grant } = await connected(world, server);
  await live(world, 7 * day);
  end = start + 20 * day * 1000;
  await live(world, 14 * day);
  t.strictSame(told(connection.events), [], 'the refresh at that moment shows that it does not end');
  t.ok(Math.abs((grant.absoluteDeadline ?? 0) - end) < 2000);
  await live(world, 16 * day);
  t.equal(told(connection.events).length, 1);
  end = start + 40 * day * 1000;
  await live(world, 39 * day);
  t.equal(told(connection.events).length, 2, 'each end once');
});

t.test('idle clocks: refreshed at half of them though nobody asks, and never told', async (t) => {
  const idle = 30 * day;
  const { world, connection, grant, family } = await connectedTo(
    {},
    { expiresIn: 365 * day, besides: () => ({ refresh_token_expires_in: idle }) },
  );
  t.equal(grant.idleDeadline, start + idle * 1000);
  await live(world, 100 * day);
  t.ok(family.renewals >= 6 && family.renewals <= 9, String(family.renewals));
  t.ok((grant.idleDeadline ?? 0) > world.clock.now() + 10 * day * 1000, 'it begins anew each time');
  t.equal(grant.absoluteDeadline, undefined);
  t.strictSame(told(connection.events), []);
});

t.test('a refresh token whose end no refresh moves', async (t) => {
  const besides = () => ({ refresh_token_expires_in: Math.round(start / 1000 + 40 * day - world.clock.now() / 1000) });
  const { world, server } = worldWithServer({}, { expiresIn: day, besides });
  start = world.clock.now();
  const { connection, grant } = await connected(world, server);
  t.equal(grant.absoluteDeadline, undefined, 'not known yet');
  await live(world, 2 * day);
  t.ok(Math.abs((grant.absoluteDeadline ?? 0) - start - 40 * day * 1000) < 2000);
  await live(world, 39 * day);
  t.equal(told(connection.events).length, 1);
});

t.test('unread, with when_used: put off, but not past the moment at which its end is told', async (t) => {
  const { world, connection, grant } = await connectedTo({ lifetimes: { absolute: 20 * day } });
  connection.refreshPolicy = 'when_used';
  grant.usedAt = start - 2 * day * 1000;
  const results = await live(world, 15 * day);
  t.ok(results.includes('postponed'));
  t.equal(told(connection.events).length, 1);
});

t.test('no refresh token: told at 85 % of the token’s life, an error when it ends', async (t) => {
  const { world, server } = worldWithServer({}, { expiresIn: 1000, besides: () => ({ refresh_token: '' }) });
  start = world.clock.now();
  const { connection, grant } = await connected(world, server);
  t.equal(grant.hasRefreshToken, 'no');
  t.strictSame(await live(world, 860), ['expiring']);
  t.match(told(connection.events), [{ details: { expiresAt: new Date(start + 1_000_000).toISOString() } }]);
  t.equal(connection.status, 'active');
  t.equal(grant.attempts, 0, 'nothing failed');
  t.strictSame(await live(world, 2000), ['no_refresh_token']);
  t.match(connection, { status: 'error', reason: 'no_refresh_token' });
  t.equal(server.presented.length, 0);
});

t.test('no refresh token, claimed before its time: nothing is told', async (t) => {
  const { world, server } = worldWithServer({}, { expiresIn: 1000, besides: () => ({ refresh_token: '' }) });
  start = world.clock.now();
  const { connection, grant } = await connected(world, server);
  grant.dueAt = start;
  t.strictSame(await live(world, 849), ['postponed']);
  t.equal(grant.dueAt, start + 850_000);
  t.strictSame(told(connection.events), []);
});
