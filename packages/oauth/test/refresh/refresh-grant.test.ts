import t from 'tap';
import type { Claim } from '../../src/connection/grant.js';
import { refreshDueGrants } from '../../src/refresh/refresh-due-grants.js';
import { refreshGrant } from '../../src/refresh/refresh-grant.js';
import { claimOnly, connected, passing, sealedTokens, worldWithServer } from '../flows.js';

const json = (status: number, body: object, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: JSON.stringify(body),
});

/** A connection whose refresh is due, and the claim on it. */
async function due(options: Parameters<typeof worldWithServer>[1] = {}, afterSeconds = 3600 * 0.86) {
  const { world, server } = worldWithServer({}, options);
  const { connection, family, grant } = await connected(world, server);
  await world.clock.advance(afterSeconds * 1000);
  const claim = await claimOnly(world.ports);
  return { world, server, connection, family, grant, claim };
}

t.test('new tokens are stored under the next generation', async (t) => {
  const { world, grant, family, claim, connection } = await due();
  t.match(await refreshGrant(world.ports, claim), { kind: 'refreshed' });
  t.equal(grant.generation, claim.generation + 1);
  t.strictSame(await sealedTokens(world, grant.id), { access: 'at-f1-1', refresh: 'rt-f1-1' });
  t.equal(family.renewals, 1);
  const dueIn = ((grant.dueAt ?? 0) - world.clock.now()) / 1000;
  t.ok(dueIn >= 2519 && dueIn <= 3060, String(dueIn));
  t.equal(connection.events.at(-1)?.kind, 'connected', 'a good refresh is no event');
});

t.test('a refresh token that is not rotated is kept (RFC 6749 section 6)', async (t) => {
  const { world, server, grant, claim } = await due();
  server.instead = json(200, { access_token: 'at-new', expires_in: 60 });
  t.match(await refreshGrant(world.ports, claim), { kind: 'refreshed' });
  t.strictSame(await sealedTokens(world, grant.id), { access: 'at-new', refresh: 'rt-f1-0' });
  t.strictSame(grant.grantedScopes, ['read', 'write'], 'and so are the scopes');
});

t.test('what is frozen is used: endpoint, client, secret', async (t) => {
  const { world, claim, connection } = await due();
  connection.definition = { ...connection.definition, token: { url: 'https://evil.example/token' } };
  const renamed: Claim = { ...claim, client: { ...claim.client, clientId: 'swapped' } };
  await refreshGrant(world.ports, renamed);
  const request = world.transport.sent.at(-1)?.request;
  t.equal(request?.url, 'https://as.example/token');
  t.equal(atob((request?.headers.authorization ?? '').slice(6)), 'client-1:s3cret');
});

t.test('a refused refresh: unconfirmed, then ended, told once', async (t) => {
  const { world, server, family, grant, connection, claim } = await due({}, 3600 * 0.86);
  family.state = 'revoked';
  t.match(await refreshGrant(world.ports, claim), { kind: 'failed', failure: { error: 'invalid_grant' } });
  t.equal(connection.status, 'active', 'the old token is still good, so it is confirmed first');
  await world.clock.advance(120_000);
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'failed', reason: 'grant_rejected' });
  t.match(connection, { status: 'error', reason: 'grant_rejected' });
  t.match(connection.events.at(-1), {
    kind: 'reauthorization_required',
    reason: 'grant_rejected',
    details: { endpoint: 'token', error: 'invalid_grant', status: '400', explanation: /reconnect/ },
  });
  t.equal(server.presented.length, 2);
  t.equal(grant.dueAt, undefined, 'never by itself');
  t.ok(grant.tokenSet, 'nothing is deleted');
});

t.test('a refusal about tokens that nobody needs any more is nothing', async (t) => {
  const { world, family, claim, connection } = await due({}, 3601);
  await world.clock.advance(world.ports.times.takeoverMin);
  const taker = await claimOnly(world.process('process-2'));
  t.equal(taker.earlierOutcome, 'ambiguous');
  await refreshGrant(world.ports, { ...taker, sendBefore: Number.POSITIVE_INFINITY });
  t.equal(family.renewals, 1);
  // The one who was asleep now asks with the spent token: the server refuses, but newer tokens are in place.
  t.match(await refreshGrant(world.ports, { ...claim, sendBefore: Number.POSITIVE_INFINITY }), { kind: 'overtaken' });
  t.equal(connection.status, 'active');
});

t.test('past its time a claim sends nothing', async (t) => {
  const { world, claim, grant } = await due();
  const before = world.transport.sent.length;
  await world.clock.advance(claim.sendBefore - world.clock.monotonic());
  t.match(await refreshGrant(world.ports, claim), { kind: 'not_sent' });
  t.equal(world.transport.sent.length, before);
  t.equal(grant.attempt, undefined, 'the attempt is given back');
  t.equal((await claimOnly(world.ports)).earlierOutcome, 'known');
});

t.test('rule 8: a lost answer, replayed, and refused, is a lost rotation', async (t) => {
  const { world, family, connection, claim } = await due();
  world.transport.passage = () => ({ kind: 'answer_lost' });
  t.match(await refreshGrant(world.ports, claim), { kind: 'failed', failure: { class: 'ambiguous' } });
  t.equal(family.renewals, 1, 'the server did rotate');
  world.transport.passage = () => ({ kind: 'delivered' });
  await world.clock.advance(5000);
  const replay = await claimOnly(world.ports);
  t.match(await refreshGrant(world.ports, replay), { kind: 'failed', reason: 'rotation_response_lost' });
  t.match(connection, { status: 'error', reason: 'rotation_response_lost' });
});

t.test('rule 8: a lost request, replayed, recovers unnoticed', async (t) => {
  const { world, grant, connection, claim } = await due();
  world.transport.passage = () => ({ kind: 'request_lost' });
  await refreshGrant(world.ports, claim);
  world.transport.passage = () => ({ kind: 'delivered' });
  await world.clock.advance(5000);
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'refreshed' });
  t.equal(grant.earlierOutcome, 'known');
  t.equal(connection.events.at(-1)?.kind, 'connected');
});

t.test('Retry-After is obeyed', async (t) => {
  const { world, server, grant, claim } = await due();
  server.instead = json(429, {}, { 'retry-after': '300' });
  await refreshGrant(world.ports, claim);
  t.equal(grant.dueAt, world.clock.now() + 300_000);
});

t.test('a refresh in flight while the connection is disconnected stores where nobody reads', async (t) => {
  const { world, connection, grant, claim } = await due();
  world.transport.passage = () => ({ kind: 'delivered', there: 1000, back: 1000 });
  const work = refreshGrant(world.ports, claim);
  await world.clock.advance(1500);
  await world.ports.connections.disconnect(connection.organizationId, connection.id, { kind: 'disconnect_requested' });
  t.match(await passing(world, work), { kind: 'refreshed' });
  t.equal(connection.status, 'disconnecting');
  t.strictSame(await sealedTokens(world, grant.id), { access: 'at-f1-1', refresh: 'rt-f1-1' }, 'to be revoked');
});

t.test('one tick refreshes what is due side by side, and one failure stops no other', async (t) => {
  const { world, server } = worldWithServer();
  const { connection } = await connected(world, server);
  const { organizationId } = connection;
  for (let i = 0; i < 3; i++) await connected(world, server, { organizationId });
  const [broken] = [...world.database.grants.values()];
  if (broken) broken.tokenSet = { envelope: new Uint8Array() } as never;
  await world.clock.advance(3600_000);
  world.transport.passage = () => ({ kind: 'delivered', there: 5000 });
  const results: string[] = [];
  const input = {
    takeover: 'allowed',
    onResult: (_: string, { kind }: { kind: string }) => void results.push(kind),
  } as const;
  const first = await refreshDueGrants(world.ports, { ...input, slots: 3 });
  t.match(first, { claimed: 3, more: 'yes' });
  t.ok(results.length <= 1, 'it does not wait for the provider');
  const second = await refreshDueGrants(world.ports, { ...input, slots: 3 });
  t.match(second, { claimed: 1, more: 'no' });
  await world.clock.advance(5000);
  await Promise.all([first.settled, second.settled]);
  t.strictSame(results.sort(), ['refreshed', 'refreshed', 'refreshed', 'threw']);
});

t.test('nothing secret is in results, events or notices', async (t) => {
  const { world, server, connection, claim } = await due();
  server.instead = json(400, {
    error: 'invalid_grant',
    error_description: 'refresh token rtc_0123456789abcdefghijkl is spent',
  });
  const result = await refreshGrant(world.ports, claim);
  t.match(result, { kind: 'failed' });
  t.notMatch(JSON.stringify([connection.events, world.notices]), /rtc_0|s3cret|rt-f1/);
});
