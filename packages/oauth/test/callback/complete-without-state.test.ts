import t from 'tap';
import { confirmAccount, declineAccount } from '../../src/callback/confirm-account.js';
import type { AuthorizationSessionId } from '../../src/ids.js';
import type { Definition } from '../../src/provider/definition.js';
import { validateDefinition } from '../../src/provider/validate-definition.js';
import { revokeDueGrants } from '../../src/revoke/revoke-due-grants.js';
import { readAccessToken } from '../../src/token/read-access-token.js';
import { type ConnectionOptions, plainDefinition } from '../../testing/index.js';
import { browser, complete, connected, sealedTokens, start, startedState, worldWithServer } from '../flows.js';

const forgetful: Definition = { ...plainDefinition, callback: { state: 'dropped' }, account: { tokenMember: 'login' } };
const json = (status: number, body: object) => ({ status, body: JSON.stringify(body) });

/** A flow under way at a provider that forgets the state, and what a code of it brings. */
async function underWay(options: ConnectionOptions = {}) {
  const { world, server } = worldWithServer();
  const connection = await world.addConnection({ definition: forgetful, ...options });
  const state = await startedState(world, connection);
  const { code, family } = server.authorize();
  const read = () =>
    readAccessToken(world.ports, {
      organizationId: connection.organizationId,
      connectionId: connection.id,
      minimumSeconds: 0,
    });
  const answer = (authorizationSessionId: AuthorizationSessionId, name = 'ada') => ({
    organizationId: connection.organizationId,
    connectionId: connection.id,
    authorizationSessionId,
    browserHash: browser(name),
    actor: 'Ada',
  });
  return { world, server, connection, state, code, family, read, answer };
}

/** The session of a flow that waits to be confirmed. */
async function unconfirmed(place: Awaited<ReturnType<typeof underWay>>, code = place.code) {
  const completed = await complete(place.world, place.connection, { code });
  if (completed.kind !== 'unconfirmed') throw new Error(JSON.stringify(completed));
  return completed.session.id;
}

async function revokeNow(world: Awaited<ReturnType<typeof underWay>>['world']) {
  await (await revokeDueGrants(world.ports, { slots: 10, onResult: () => undefined })).settled;
}

t.test('a code without state waits for the person, and is the connection’s once they say so', async (t) => {
  const place = await underWay();
  const { world, server, connection, read, answer } = place;
  server.instead = json(200, { access_token: 'at', refresh_token: 'rt', expires_in: 3600, login: 'ada@example.test' });
  const session = await unconfirmed(place);
  t.match(await read(), { kind: 'not_connected' });
  t.equal(connection.status, 'pending');
  t.equal(connection.events.at(-1)?.kind, 'authorization_started');
  t.match(new URLSearchParams(world.transport.sent[0]?.request.body).get('code_verifier'), /^[\w-]{43}$/, 'PKCE is on');
  t.match(await complete(world, connection, { code: place.code }), { kind: 'unconfirmed', session: { id: session } });
  t.equal(world.transport.sent.length, 1, 'a repeated callback gets the first result');

  t.match(await confirmAccount(world.ports, answer(session, 'eve')), { kind: 'unknown' });
  t.match(await read(), { kind: 'not_connected' });
  t.match(await confirmAccount(world.ports, answer(session)), { kind: 'succeeded', session: { id: session } });
  t.match(await read(), { kind: 'token' });
  t.strictSame(connection.events.at(-1), {
    kind: 'connected',
    actor: 'Ada',
    details: { account: 'ada@example.test' },
  });
  t.match(await confirmAccount(world.ports, answer(session)), { kind: 'succeeded' }, 'twice is once');
  t.match(await declineAccount(world.ports, answer(session)), { kind: 'succeeded' }, 'and cannot be taken back here');
  t.equal(connection.events.filter(({ kind }) => kind === 'connected').length, 1);
});

t.test('an attacker’s code is revoked when the person says that the account is not theirs', async (t) => {
  const { world, server } = worldWithServer();
  const { connection, grant } = await connected(world, server, { definition: forgetful });
  await start(world, connection);
  const attacker = server.authorize();
  const completed = await complete(world, connection, { code: attacker.code });
  if (completed.kind !== 'unconfirmed') return t.fail(completed.kind);
  t.equal(connection.grantId, grant.id, 'what was connected serves meanwhile');
  const answer = {
    organizationId: connection.organizationId,
    connectionId: connection.id,
    authorizationSessionId: completed.session.id,
    browserHash: browser(),
  };
  t.match(await declineAccount(world.ports, answer), { kind: 'failed', error: 'not_confirmed' });
  t.match(connection.events.at(-1), {
    kind: 'authorization_failed',
    reason: 'not_confirmed',
    details: { cause: 'declined', explanation: /somebody may have tried/ },
  });
  await revokeNow(world);
  t.equal(attacker.family.state, 'revoked');
  t.equal(connection.grantId, grant.id);
  t.equal(connection.status, 'active');
  t.match(await sealedTokens(world, grant.id), { access: /^at-/ });
  t.match(await confirmAccount(world.ports, answer), { kind: 'failed', error: 'not_confirmed' });
});

t.test('a reconnect: the former grant goes when the new one is confirmed', async (t) => {
  const { world, server } = worldWithServer();
  const { connection, grant } = await connected(world, server, { definition: forgetful });
  await start(world, connection);
  const completed = await complete(world, connection, { code: server.authorize().code });
  if (completed.kind !== 'unconfirmed') return t.fail(completed.kind);
  const { organizationId, id: connectionId } = connection;
  const { id: authorizationSessionId } = completed.session;
  await confirmAccount(world.ports, {
    ...{ organizationId, connectionId, authorizationSessionId, browserHash: browser() },
  });
  t.not(connection.grantId, grant.id);
  await revokeNow(world);
  t.equal(world.database.grants.get(grant.id)?.state, 'ended');
});

t.test('state that does come back is checked as always', async (t) => {
  const { world, connection, state, code } = await underWay();
  for (const wrong of ['theirs', state.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))])
    t.match(await complete(world, connection, { code, state: wrong }), { kind: 'forged' }, wrong);
  t.equal(world.transport.sent.length, 0);
  t.match(await complete(world, connection, { code, state }), { kind: 'succeeded' }, 'and needs no confirmation');
});

t.test('nothing is taken without the opt-in, without the cookie, and of an address that says nothing', async (t) => {
  const strict = await underWay({ definition: plainDefinition });
  t.match(await complete(strict.world, strict.connection, { code: strict.code }), { kind: 'forged', why: 'no_state' });
  const { world, connection, code } = await underWay();
  for (const [parameters, browserHashes] of [
    [{ code }, []],
    [{ code }, [browser('eve')]],
    [{}, [browser()]],
    [{ iss: 'https://as.example' }, [browser()]],
    [{ code: '', state: '' }, [browser()]],
  ] as const)
    t.match(await complete(world, connection, parameters, { browserHashes }), { kind: 'forged', why: 'no_state' });
  const twice = [
    ['code', code],
    ['code', code],
  ] as const;
  t.match(await complete(world, connection, twice), { kind: 'forged', why: 'duplicate_parameter' });
  t.equal(world.transport.sent.length + strict.world.transport.sent.length, 0, 'no code went anywhere');
  t.match(await complete(world, connection, { code, state: '' }), { kind: 'unconfirmed' }, 'it was not used up');
});

t.test('one flow at a time, and three minutes', async (t) => {
  const { world, connection, code } = await underWay();
  const { organizationId, connectionConfigId } = connection;
  const beside = await world.addConnection({ definition: forgetful, organizationId, connectionConfigId });
  await start(world, beside, { browserHash: browser('ada in another wizard') });
  const browserHashes = [browser(), browser('ada in another wizard')];
  t.match(await complete(world, connection, { code }, { browserHashes }), { kind: 'start_again', why: 'several' });
  await world.clock.advance(179_000);
  t.match(await complete(world, connection, { code }, { browserHashes }), { kind: 'start_again', why: 'several' });
  await world.clock.advance(1000);
  t.match(await complete(world, connection, { code }), { kind: 'start_again', why: 'too_late' });
  t.equal(world.transport.sent.length, 0);
  await start(world, connection);
  t.match(await complete(world, connection, { code }), { kind: 'unconfirmed' }, 'started again, it works');
});

t.test('ten minutes to answer', async (t) => {
  const place = await underWay();
  const session = await unconfirmed(place);
  await place.world.clock.advance(600_000);
  const late = await confirmAccount(place.world.ports, place.answer(session));
  t.match(late, { kind: 'failed', error: 'not_confirmed', details: { cause: 'too late' } });
  t.equal(place.connection.grantId, undefined);
});

t.test('a refusal without state ends the flow, and another issuer is forged', async (t) => {
  const refused = await underWay();
  t.match(await complete(refused.world, refused.connection, { error: 'access_denied' }), {
    kind: 'failed',
    error: 'access_denied',
  });
  const { world, connection, code } = await underWay();
  const mixedUp = await complete(world, connection, { code, iss: 'https://evil.example' });
  t.match(mixedUp, { kind: 'forged', why: 'iss_mismatch' });
  t.equal(world.transport.sent.length, 0);
});

t.test('tokens are kept although the store fails for a while, and its reply is lost', async (t) => {
  for (const fault of ['throws', 'throws_after_commit'] as const) {
    const place = await underWay();
    const { database } = place.world;
    let left = 2;
    database.fault = (statement) => (statement === 'create_unconfirmed' && left-- > 0 ? fault : 'none');
    const completing = unconfirmed(place);
    await place.world.clock.advance(60_000);
    const session = await completing;
    t.match(await confirmAccount(place.world.ports, place.answer(session)), { kind: 'succeeded' }, fault);
    t.equal(database.grants.size, 1);
  }
});

t.test('the opt-in is for redirects, and without PKCE it says why', async (t) => {
  const problemsOf = (definition: unknown) => {
    const validated = validateDefinition(definition);
    return validated.kind === 'definition' ? [] : validated.problems.map(({ field }) => field);
  };
  const { authorize, ...rest } = forgetful;
  t.strictSame(problemsOf(forgetful), []);
  t.strictSame(problemsOf({ ...rest, authorize: { ...authorize, pkce: 'none' } }), ['authorize.pkceReason']);
  t.strictSame(problemsOf({ ...rest, authorize: { ...authorize, pkce: 'none', pkceReason: 'It breaks.' } }), []);
  const callback = { state: 'dropped', delivery: 'out_of_band', redirectUri: 'urn:ietf:wg:oauth:2.0:oob' };
  t.strictSame(problemsOf({ ...forgetful, callback }), ['callback.state']);
  const parameters = { response_mode: 'form_post' };
  t.strictSame(problemsOf({ ...rest, authorize: { ...authorize, parameters } }), ['callback.state']);
});
