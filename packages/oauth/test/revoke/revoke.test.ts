import t from 'tap';
import type { RevocationClaim } from '../../src/connection/grant.js';
import { disconnectConnection } from '../../src/revoke/disconnect-connection.js';
import { processRevocationResponse } from '../../src/revoke/revocation-response.js';
import { revokeDueGrants } from '../../src/revoke/revoke-due-grants.js';
import { revokeGrant } from '../../src/revoke/revoke-grant.js';
import { type ConnectionOptions, type MemoryAnswer, type MemoryWorld, plainDefinition } from '../../testing/index.js';
import { complete, connected, startedState, worldWithServer } from '../flows.js';

async function claimOf(world: MemoryWorld, holder = 'process-1'): Promise<RevocationClaim> {
  const { times, grants } = world.ports;
  const [claim] = await grants.claimDueRevocations({ holder, limit: 1, times });
  if (!claim) throw new Error('no revocation is due');
  return claim;
}

/** A connection just disconnected, and what its revocation requests are answered. */
async function disconnected(
  answer: (hint: string, token: string) => MemoryAnswer = () => ({ status: 200, body: '' }),
  options: ConnectionOptions = {},
) {
  const { world, server } = worldWithServer();
  const made = await connected(world, server, options);
  world.transport.handler = (request) => {
    if (!request.url.endsWith('/revoke')) return server.handler(request);
    const form = new URLSearchParams(request.body);
    return answer(form.get('token_type_hint') ?? '', form.get('token') ?? '');
  };
  const { organizationId, id: connectionId } = made.connection;
  await disconnectConnection(world.ports, { organizationId, connectionId, actor: 'Ada' });
  const asked = () =>
    world.transport.sent
      .filter(({ request }) => request.url.endsWith('/revoke'))
      .map(({ request }) => {
        const form = new URLSearchParams(request.body);
        return `${form.get('token_type_hint')} ${form.get('token')}`;
      });
  return { world, server, asked, ...made };
}

t.test('disconnecting rings for the worker, whatever becomes of the ring', async (t) => {
  const { world, server } = worldWithServer();
  const { connection } = await connected(world, server);
  const input = { organizationId: connection.organizationId, connectionId: connection.id, actor: 'Ada' };
  world.bell.mode = 'broken';
  t.equal(await disconnectConnection(world.ports, input), 'disconnecting');
  t.match(world.notices, [{ kind: 'bell_failed', tick: 'revoke' }]);
  t.match(connection.events.at(-1), { kind: 'disconnect_requested', actor: 'Ada' });
  world.bell.mode = 'working';
  const before = world.bell.rung.length;
  t.equal(await disconnectConnection(world.ports, { ...input, connectionId: world.newId() as never }), 'not_found');
  const fresh = await world.addConnection();
  const unconnected = { organizationId: fresh.organizationId, connectionId: fresh.id };
  t.equal(await disconnectConnection(world.ports, unconnected), 'not_connected');
  t.equal(world.bell.rung.length, before, 'nothing to do, nothing to ring for');
});

t.test('the refresh token goes first, then the access token, then ours', async (t) => {
  const { world, asked, connection, grant } = await disconnected();
  t.match(await revokeGrant(world.ports, await claimOf(world)), { kind: 'ended', outcome: 'revoked' });
  t.strictSame(asked(), ['refresh_token rt-f1-0', 'access_token at-f1-0']);
  const request = world.transport.sent.at(-1)?.request;
  t.equal(atob((request?.headers.authorization ?? '').slice(6)), 'client-1:s3cret');
  t.equal(grant.tokenSet, undefined);
  t.match(connection, { status: 'pending' });
  t.match(connection.events.at(-1), { kind: 'disconnected', reason: 'revoked' });
});

t.test('expired tokens are revoked all the same', async (t) => {
  const { world, asked } = await disconnected();
  await world.clock.advance(10 ** 8);
  await revokeGrant(world.ports, await claimOf(world));
  t.equal(asked().length, 2);
});

t.test('"already gone" is success', async (t) => {
  for (const error of ['invalid_token', 'invalid_grant']) {
    const { world } = await disconnected(() => ({ status: 400, body: JSON.stringify({ error }) }));
    t.match(await revokeGrant(world.ports, await claimOf(world)), { outcome: 'revoked' }, error);
  }
});

t.test('a server that knows only refresh tokens has revoked enough', async (t) => {
  const unsupported = { status: 400, body: '{"error":"unsupported_token_type"}' };
  const only = async (hint: string) =>
    await disconnected((asked) => (asked === hint ? { status: 200, body: '' } : unsupported));
  const refreshOnly = await only('refresh_token');
  t.match(await revokeGrant(refreshOnly.world.ports, await claimOf(refreshOnly.world)), { outcome: 'revoked' });
  const accessOnly = await only('access_token');
  t.match(await revokeGrant(accessOnly.world.ports, await claimOf(accessOnly.world)), { outcome: 'revoked' });
  t.equal(accessOnly.asked().length, 2, 'what can be revoked is revoked');
  const neither = await only('nothing');
  t.match(await revokeGrant(neither.world.ports, await claimOf(neither.world)), { outcome: 'not_supported' });
});

t.test('where only refresh tokens are revoked, an access token never goes in the place of one', async (t) => {
  const revoke = { url: 'https://as.example/revoke', token: 'refresh_token' } as const;
  const definition = { ...plainDefinition, revoke };
  const { world, asked } = await disconnected(undefined, { definition });
  t.match(await revokeGrant(world.ports, await claimOf(world)), { outcome: 'revoked' });
  t.strictSame(asked(), ['refresh_token rt-f1-0']);

  const token = { ...plainDefinition.token, response: { refreshToken: ['nowhere'] } };
  const without = await disconnected(undefined, { definition: { ...definition, token } });
  t.match(await revokeGrant(without.world.ports, await claimOf(without.world)), { outcome: 'not_supported' });
  t.strictSame(without.asked(), []);
});

t.test('without a revocation endpoint our copies are all that can be deleted', async (t) => {
  const { revoke, ...definition } = plainDefinition;
  t.ok(revoke);
  const { world, asked, grant, connection } = await disconnected(undefined, { definition });
  t.match(await revokeGrant(world.ports, await claimOf(world)), { outcome: 'not_supported' });
  t.strictSame(asked(), []);
  t.equal(grant.tokenSet, undefined);
  t.match(connection.events.at(-1), { kind: 'disconnected', reason: 'not_supported' });
});

t.test('where revoking reaches the whole account, a live sibling is spared', async (t) => {
  const revoke = { url: 'https://as.example/revoke', reach: 'account' } as const;
  const definition = { ...plainDefinition, revoke };
  const { world, server, asked, connection, grant } = await disconnected(undefined, { definition });
  const state = await startedState(world, connection);
  await complete(world, connection, { code: server.authorize().code, state });
  t.match(await revokeGrant(world.ports, await claimOf(world)), { outcome: 'superseded' });
  t.strictSame(asked(), [], 'nothing is sent');
  t.equal(grant.tokenSet, undefined);
  t.equal(connection.status, 'active');

  const alone = await disconnected(undefined, { definition });
  t.match(await revokeGrant(alone.world.ports, await claimOf(alone.world)), { outcome: 'revoked' });
});

t.test('a reconnect is not touched by the revocation of what was before', async (t) => {
  const { world, server, connection, asked } = await disconnected();
  const state = await startedState(world, connection);
  await complete(world, connection, { code: server.authorize().code, state });
  await revokeGrant(world.ports, await claimOf(world));
  t.strictSame(asked(), ['refresh_token rt-f1-0', 'access_token at-f1-0']);
  t.equal(connection.status, 'active');
});

t.test('a failing endpoint is tried again, ever later, until the deadline', async (t) => {
  const { world, connection, grant, asked } = await disconnected(() => ({ status: 503, body: '' }));
  const waits: number[] = [];
  let result = await revokeGrant(world.ports, await claimOf(world));
  while (result.kind === 'retry') {
    t.ok(waits.length < 100, 'it comes to an end');
    const wait = (grant.dueAt ?? 0) - world.clock.now();
    waits.push(wait);
    await world.clock.advance(wait);
    result = await revokeGrant(world.ports, await claimOf(world));
  }
  t.match(result, { kind: 'ended', outcome: 'unconfirmed' });
  t.ok((waits[0] ?? 0) >= 5000 && (waits[0] ?? 0) <= 10_000);
  t.ok(Math.max(...waits) <= 3_600_000 && Math.max(...waits) > 1_800_000);
  t.ok(waits.reduce((sum, wait) => sum + wait) >= world.ports.times.revocationDeadline);
  t.equal(grant.tokenSet, undefined, 'deleted all the same');
  t.equal(asked().length, waits.length + 1, 'the access token waits for the refresh token');
  t.match(connection.events.at(-1), {
    reason: 'unconfirmed',
    details: { endpoint: 'revocation', cause: 'status 503' },
  });
});

t.test('half a revocation is not one', async (t) => {
  let failing = true;
  const { world, grant, asked } = await disconnected((hint) =>
    hint === 'access_token' && failing ? { status: 500, body: '' } : { status: 200, body: '' },
  );
  t.match(await revokeGrant(world.ports, await claimOf(world)), { kind: 'retry', cause: 'status 500' });
  failing = false;
  await world.clock.advance((grant.dueAt ?? 0) - world.clock.now());
  t.match(await revokeGrant(world.ports, await claimOf(world)), { outcome: 'revoked' });
  t.equal(asked().length, 4);
});

t.test('who slept through the claim asks nothing', async (t) => {
  const { world, asked } = await disconnected();
  const claim = await claimOf(world);
  await world.clock.advance(claim.sendBefore - world.clock.monotonic());
  t.match(await revokeGrant(world.ports, claim), { kind: 'retry' });
  t.strictSame(asked(), []);
});

t.test('tokens that cannot be opened are seen, tried again, and deleted in the end', async (t) => {
  const { world, grant, asked } = await disconnected();
  world.vault.mode = 'failing';
  await t.rejects(revokeGrant(world.ports, await claimOf(world)), /vault/);
  t.equal(grant.attempt, undefined, 'the attempt is given back');
  await world.clock.advance(world.ports.times.revocationDeadline);
  t.match(await revokeGrant(world.ports, await claimOf(world)), { kind: 'ended', outcome: 'unconfirmed' });
  t.equal(grant.tokenSet, undefined);
  t.strictSame(asked(), []);
});

t.test('the newest tokens are revoked when a refresh was in flight', async (t) => {
  const { world, server, asked } = await disconnected();
  const { connection } = await connected(world, server);
  const { grants, times, holder } = world.ports;
  const grant = world.database.grants.get(connection.grantId ?? '');
  await world.clock.advance((grant?.dueAt ?? 0) - world.clock.now());
  await revokeGrant(world.ports, await claimOf(world));
  const before = asked().length;
  const [claim] = await grants.claimDue({ holder, times, limit: 1, takeover: 'allowed' });
  if (!claim) throw new Error('nothing is due');
  world.transport.passage = () => ({ kind: 'delivered', there: 1000, back: 1000 });
  const { refreshGrant } = await import('../../src/refresh/refresh-grant.js');
  const refresh = refreshGrant(world.ports, claim);
  await world.clock.advance(500);
  const { organizationId, id: connectionId } = connection;
  await disconnectConnection(world.ports, { organizationId, connectionId });
  t.strictSame(await grants.claimDueRevocations({ holder, limit: 9, times }), [], 'it waits for the open attempt');
  await world.clock.advance(1500);
  await refresh;
  world.transport.passage = () => ({ kind: 'delivered' });
  t.match(await revokeGrant(world.ports, await claimOf(world)), { outcome: 'revoked' });
  t.strictSame(asked().slice(before), ['refresh_token rt-f2-1', 'access_token at-f2-1']);
});

t.test('one tick revokes what is due, and one failure stops no other', async (t) => {
  const { world, server, grant } = await disconnected();
  const second = await connected(world, server);
  const { organizationId, id: connectionId } = second.connection;
  await disconnectConnection(world.ports, { organizationId, connectionId });
  grant.tokenSet = { envelope: new Uint8Array() } as never;
  const results: string[] = [];
  const onResult = (_: string, { kind }: { kind: string }) => void results.push(kind);
  const work = await revokeDueGrants(world.ports, { slots: 5, onResult });
  t.match(work, { claimed: 2, more: 'no' });
  await work.settled;
  t.strictSame(results.sort(), ['ended', 'threw']);
});

t.test('answers of revocation endpoints', async (t) => {
  const response = (status: number, body = '') =>
    processRevocationResponse({ kind: 'response', status, headers: {}, body, elapsedMs: 0 });
  for (const status of [200, 202, 204, 299]) t.match(response(status, '{"error":"x"}'), { kind: 'revoked' });
  t.match(response(400, '{"error" : "unsupported_token_type"}'), { kind: 'unsupported_token_type' });
  t.match(response(401, '{"error":"invalid_client"}'), { kind: 'failed', status: 401, cause: 'invalid_client' });
  for (const status of [301, 400, 404, 429, 500, 503]) t.match(response(status, '<html>'), { kind: 'failed', status });
  const silent = processRevocationResponse({ kind: 'no_answer', cause: 'timeout', elapsedMs: 1 });
  t.match(silent, { kind: 'failed', cause: 'timeout' });
});
