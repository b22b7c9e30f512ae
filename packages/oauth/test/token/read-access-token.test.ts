import t from 'tap';
import { reveal } from '../../src/secret.js';
import { type AccessTokenAnswer, readAccessToken } from '../../src/token/read-access-token.js';
import type { ConnectionRow, MemoryWorld } from '../../testing/index.js';
import { plainDefinition } from '../../testing/index.js';
import { claimOnly, complete, connected, passing, startedState, worldWithServer } from '../flows.js';

async function world(serverOptions: Parameters<typeof worldWithServer>[1] = {}) {
  const made = worldWithServer({}, serverOptions);
  return { ...made, ...(await connected(made.world, made.server)) };
}
const read = (world: MemoryWorld, connection: ConnectionRow, minimumSeconds = 300, holder = 'reader') =>
  readAccessToken(world.process(holder), {
    organizationId: connection.organizationId,
    connectionId: connection.id,
    minimumSeconds,
  });
const tokenOf = (answer: AccessTokenAnswer) =>
  answer.kind === 'token' ? reveal(answer.token.accessToken) : `${answer.kind}`;
const json = (status: number, body: object) => ({ status, body: JSON.stringify(body) });

t.test('a good token is answered as it is stored, without a write', async (t) => {
  const { world: w, connection, grant } = await world();
  w.database.fault = (statement) => (statement === 'read' ? 'none' : 'throws');
  const answer = await read(w, connection);
  t.equal(tokenOf(answer), 'at-f1-0');
  t.match(answer, {
    token: {
      tokenType: 'Bearer',
      generation: 1,
      expiresAt: new Date(grant.expiresAt ?? 0).toISOString(),
      scopes: ['read', 'write'],
      missingScopes: [],
      context: {},
    },
  });
  t.equal(w.transport.sent.length, 1, 'only the code was redeemed');
});

t.test('scopes that were not granted are named', async (t) => {
  const { world: w, server } = worldWithServer();
  server.instead = json(200, { access_token: 'at', expires_in: 3600, refresh_token: 'rt', scope: 'read' });
  const { connection } = await connected(w, server);
  t.match(await read(w, connection), { token: { scopes: ['read'], missingScopes: ['write'] } });
});

t.test('one that ends too soon is refreshed first', async (t) => {
  const { world: w, connection } = await world();
  await w.clock.advance(3600_000 - 300_000);
  t.equal(tokenOf(await read(w, connection)), 'at-f1-1', 'with less than the five minutes asked for');
  t.equal(tokenOf(await read(w, connection, 3000)), 'at-f1-1', 'at most half its lifetime is asked for');
  await w.clock.advance(1801_000);
  t.equal(tokenOf(await read(w, connection, 100_000)), 'at-f1-2', 'half of it is over');
});

t.test('what was just refreshed is answered, however short it lives', async (t) => {
  const { world: w, connection } = await world({ expiresIn: 4 });
  await w.clock.advance(3000);
  t.equal(tokenOf(await read(w, connection)), 'at-f1-1');
});

t.test('eight readers in eight processes make one request', async (t) => {
  const { world: w, connection, family } = await world();
  await w.clock.advance(3600_000);
  w.transport.passage = () => ({ kind: 'delivered', there: 1500, back: 1500 });
  const answers = await passing(
    w,
    Promise.all(Array.from({ length: 8 }, (_, i) => read(w, connection, 300, `reader-${i}`))),
  );
  t.strictSame(answers.map(tokenOf), Array(8).fill('at-f1-1'));
  t.equal(family.renewals, 1);
  t.equal(w.transport.sent.length, 2, 'the code and one refresh');
});

t.test('who waits too long gets the old token while it is good, else is told when to come again', async (t) => {
  const { world: w, connection } = await world();
  await w.clock.advance(3600_000 - 200_000);
  await claimOnly(w.process('a worker that died'));
  const startedAt = w.clock.monotonic();
  t.equal(tokenOf(await passing(w, read(w, connection))), 'at-f1-0', 'good for 200 s, if not for 300');
  const waited = w.clock.monotonic() - startedAt;
  t.ok(waited > 24_000 && waited <= 26_000, `waited ${waited} ms`);
  await w.clock.advance(200_000);
  // The dead worker is taken over by now: another one holds it.
  await claimOnly(w.process('another that died'));
  t.match(await passing(w, read(w, connection)), { kind: 'unavailable', retryAfterSeconds: 5 });
});

t.test('a waiting reader sees a disconnect', async (t) => {
  const { world: w, connection } = await world();
  await w.clock.advance(3600_000);
  await claimOnly(w.process('slow worker'));
  const answer = read(w, connection);
  await w.clock.advance(1000);
  await w.ports.connections.disconnect(connection.organizationId, connection.id, { kind: 'disconnect_requested' });
  t.match(await passing(w, answer), { kind: 'not_connected' });
});

t.test('while backing off nobody is asked', async (t) => {
  const { world: w, server, connection } = await world();
  server.instead = json(503, {});
  await w.clock.advance(3600_000 - 100_000);
  t.equal(tokenOf(await read(w, connection)), 'at-f1-0', 'the old one is still good');
  const sent = w.transport.sent.length;
  t.equal(tokenOf(await read(w, connection)), 'at-f1-0');
  t.equal(w.transport.sent.length, sent);
  await w.clock.advance(100_000);
  const failed = await read(w, connection);
  t.match(failed, { kind: 'unavailable' });
  const again = await read(w, connection);
  t.match(again, { kind: 'unavailable' });
  t.equal(w.transport.sent.length, sent + 1);
  const seconds = again.kind === 'unavailable' ? again.retryAfterSeconds : 0;
  t.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= 20, `come again in ${seconds} s`);
  server.instead = undefined;
  await w.clock.advance(seconds * 1000);
  t.equal(tokenOf(await read(w, connection)), 'at-f1-1');
});

t.test('Retry-After is passed on, within an hour', async (t) => {
  const { world: w, server, connection } = await world();
  server.instead = { ...json(429, {}), headers: { 'retry-after': '77' } };
  await w.clock.advance(3600_000);
  t.strictSame(await read(w, connection), { kind: 'unavailable', retryAfterSeconds: 77 });
  const { world: w2, server: server2, connection: other } = await world();
  server2.instead = { ...json(429, {}), headers: { 'retry-after': '999999' } };
  await w2.clock.advance(3600_000);
  t.strictSame(await read(w2, other), { kind: 'unavailable', retryAfterSeconds: 3600 });
});

t.test('a wrong secret is the vendor’s to put right', async (t) => {
  const { world: w, server, connection } = await world();
  server.instead = json(401, { error: 'invalid_client' });
  await w.clock.advance(3600_000);
  t.strictSame(await read(w, connection), { kind: 'misconfigured' });
  t.strictSame(await read(w, connection), { kind: 'misconfigured' }, 'while backing off too');
});

t.test('a dead grant: its token while it is good, then a person is needed', async (t) => {
  const { world: w, family, connection } = await world();
  family.state = 'revoked';
  await w.clock.advance(3600_000 - 60_000);
  t.equal(tokenOf(await read(w, connection)), 'at-f1-0', 'the refusal does not take the token away');
  t.equal(connection.status, 'error');
  const sent = w.transport.sent.length;
  await w.clock.advance(60_000);
  t.strictSame(await read(w, connection), { kind: 'rejected', reason: 'grant_rejected' });
  t.equal(w.transport.sent.length, sent, 'and nobody is asked again');
});

t.test('a refusal is answered by the read that found it', async (t) => {
  const { world: w, family, connection } = await world();
  family.state = 'revoked';
  await w.clock.advance(3600_000);
  t.strictSame(await read(w, connection), { kind: 'rejected', reason: 'grant_rejected' });
});

t.test('without a refresh token: as long as it lasts', async (t) => {
  const { world: w, server } = worldWithServer();
  server.instead = json(200, { access_token: 'at', expires_in: 100 });
  const { connection } = await connected(w, server);
  await w.clock.advance(90_000);
  t.equal(tokenOf(await read(w, connection)), 'at');
  await w.clock.advance(10_000);
  t.strictSame(await read(w, connection), { kind: 'rejected', reason: 'no_refresh_token' });
  t.equal(w.transport.sent.length, 1);
});

t.test('an unknown validity counts as good', async (t) => {
  const { world: w, server } = worldWithServer();
  server.instead = json(200, { access_token: 'at', refresh_token: 'rt' });
  const { connection } = await connected(w, server);
  await w.clock.advance(10 ** 10);
  const answer = await read(w, connection);
  t.equal(tokenOf(answer), 'at');
  t.notOk(answer.kind === 'token' && 'expiresAt' in answer.token);
});

t.test('not found, not connected', async (t) => {
  const { world: w, connection } = await world();
  const other = await w.addConnection();
  t.strictSame(await read(w, { ...connection, organizationId: other.organizationId }), { kind: 'not_found' });
  t.strictSame(await read(w, other), { kind: 'not_connected' });
});

t.test('members of the response are filtered', async (t) => {
  const { world: w, server } = worldWithServer();
  server.instead = json(200, { access_token: 'at', refresh_token: 'canary', id_token: 'idt', team: 'a' });
  const hidden = await connected(w, server);
  const plain = await read(w, hidden.connection);
  t.strictSame(plain.kind === 'token' && Object.keys(plain.token.members).sort(), ['access_token', 'team']);
  const definition = { ...plainDefinition, exposeMembers: ['id_token', 'refresh_token'] };
  const shown = await connected(w, server, { definition });
  const exposed = await read(w, shown.connection);
  t.match(exposed, { token: { members: { id_token: 'idt' } } });
  t.notMatch(JSON.stringify([plain, exposed]), /canary/);
});

t.test('after a reconnect the new grant’s token is read', async (t) => {
  const { world: w, server, connection } = await world();
  const state = await startedState(w, connection);
  await complete(w, connection, { code: server.authorize().code, state });
  t.equal(tokenOf(await read(w, connection)), 'at-f2-0');
});

t.test('a fault of the vault is a fault, not an answer', async (t) => {
  const { world: w, connection } = await world();
  w.vault.mode = 'failing';
  await t.rejects(read(w, connection), /vault/);
  await w.clock.advance(3600_000);
  await t.rejects(read(w, connection), /vault/);
  t.equal(w.database.grants.get(connection.grantId ?? '')?.attempt, undefined, 'and no attempt is left open');
});
