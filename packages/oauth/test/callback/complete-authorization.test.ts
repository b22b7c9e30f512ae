import t from 'tap';
import { type Definition, serverSegment, serverSegmentOf } from '../../src/index.js';
import { plainDefinition } from '../../testing/index.js';
import { browser, complete, connected, passing, sealedTokens, startedState, worldWithServer } from '../flows.js';

async function waiting(options: Parameters<ReturnType<typeof worldWithServer>['world']['addConnection']>[0] = {}) {
  const { world, server } = worldWithServer();
  const connection = await world.addConnection(options);
  const state = await startedState(world, connection);
  const { code, family } = server.authorize();
  return { world, server, connection, state, code, family };
}
const json = (status: number, body: object | string) => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

t.test('a code becomes a grant', async (t) => {
  const { world, connection, state, code } = await waiting();
  const completed = await complete(world, connection, { code, state, iss: 'https://as.example', realmId: '42' });
  t.match(completed, { kind: 'succeeded', session: { connectionId: connection.id, display: 'popup' } });
  t.equal(connection.status, 'active');
  const grant = world.database.grants.get(connection.grantId ?? '');
  t.strictSame(await sealedTokens(world, connection.grantId ?? ''), { access: 'at-f1-0', refresh: 'rt-f1-0' });
  t.match(grant, { context: { realmId: '42' }, grantedScopes: ['read', 'write'], lifetimeSeconds: 3600 });
  const due = ((grant?.dueAt ?? 0) - world.clock.now()) / 1000;
  t.ok(due >= 0.7 * 3600 - 1 && due <= 0.85 * 3600, `due in ${due} s`);
  t.match(connection.events.at(-1), {
    kind: 'connected',
    authorizationSessionId: /./,
    details: { iss: 'https://as.example' },
  });
  const form = new URLSearchParams(world.transport.sent[0]?.request.body);
  t.equal(form.get('redirect_uri'), grant?.terms.redirectUri);
  t.match(form.get('code_verifier'), /^[\w-]{43}$/);
  t.strictSame(world.bell.rung, ['revoke'], 'a former grant may have to go');
});

t.test('the account that was connected is labelled', async (t) => {
  const claims = Buffer.from(JSON.stringify({ sub: 'sub-1', email: 'ada@example.test' })).toString('base64url');
  const { world, server, connection, state, code } = await waiting({
    definition: { ...plainDefinition, account: { idTokenClaim: 'email' } },
  });
  server.instead = json(200, { access_token: 'at', id_token: `e30.${claims}.x`, scope: 'read' });
  await complete(world, connection, { code, state });
  t.match(connection.events.at(-1), { details: { account: 'ada@example.test' } });
  t.match(world.database.grants.get(connection.grantId ?? ''), { subject: 'sub-1', grantedScopes: ['read'] });
});

t.test('the person said no: nothing is asked, the connection keeps what it has', async (t) => {
  const { world, server } = worldWithServer();
  const { connection, grant } = await connected(world, server);
  const before = world.transport.sent.length;
  const state = await startedState(world, connection);
  const parameters = { error: 'access_denied', error_description: 'no\r\nthanks', state };
  t.match(await complete(world, connection, parameters), {
    kind: 'failed',
    error: 'access_denied',
    details: { endpoint: 'authorization', error: 'access_denied', description: 'no thanks' },
  });
  t.equal(world.transport.sent.length, before);
  t.equal(connection.grantId, grant.id);
  t.match(connection.events.at(-1), { kind: 'authorization_failed', reason: 'access_denied' });
});

t.test('errors of the authorization endpoint, in our closed list', async (t) => {
  const table = {
    access_denied: 'access_denied',
    consent_required: 'access_denied',
    temporarily_unavailable: 'provider_unavailable',
    server_error: 'provider_unavailable',
    unauthorized_client: 'client_misconfigured',
    invalid_scope: 'client_misconfigured',
    invalid_request: 'client_misconfigured',
    unsupported_response_type: 'client_misconfigured',
    something_new: 'provider_error',
  };
  for (const [error, expected] of Object.entries(table)) {
    const { world, connection, state } = await waiting();
    t.match(await complete(world, connection, { error, state }), { kind: 'failed', error: expected }, error);
  }
});

t.test('token endpoint answers of every class', async (t) => {
  const table = [
    [json(400, { error: 'invalid_grant' }), 'provider_error'],
    [json(401, { error: 'invalid_client', error_description: 'bad secret' }), 'client_misconfigured'],
    [json(503, ''), 'provider_unavailable'],
    [json(502, ''), 'provider_unavailable'],
    [json(200, '<html>'), 'invalid_response'],
    [json(418, ''), 'provider_error'],
  ] as const;
  for (const [answer, error] of table) {
    const { world, server, connection, state, code } = await waiting();
    server.instead = answer;
    const details = { endpoint: 'token', status: String(answer.status) };
    t.match(
      await complete(world, connection, { code, state }),
      { kind: 'failed', error, details },
      String(answer.status),
    );
    t.equal(connection.status, 'pending');
    t.equal(world.database.grants.size, 0);
  }
  const { world, connection, state, code } = await waiting();
  world.transport.passage = () => ({ kind: 'refused', cause: 'ECONNREFUSED' });
  t.match(await complete(world, connection, { code, state }), {
    kind: 'failed',
    error: 'provider_unavailable',
    details: { cause: 'ECONNREFUSED' },
  });
});

t.test('a flow is finished only where and by whom it was started (COAT, CORF, fixation)', async (t) => {
  const { world, server, connection, state, code, family } = await waiting();
  const attacker = await world.addConnection();
  const attempts = {
    'another browser': await complete(world, connection, { code, state }, { browserHashes: [browser('eve')] }),
    'no cookie': await complete(world, connection, { code, state }, { browserHashes: [] }),
    'the callback of another config': await complete(world, attacker, { code, state }),
    'another environment': await complete(world, connection, { code, state }, { environment: 'staging' }),
    'an invented state': await complete(world, connection, { code, state: `eu.${'A'.repeat(43)}` }),
    'no state of ours': await complete(world, connection, { code, state: 'x' }),
    'no state': await complete(world, connection, { code }),
    'two codes': await complete(world, connection, [
      ['code', code],
      ['code', 'evil'],
      ['state', state],
    ]),
  };
  for (const [name, result] of Object.entries(attempts)) t.equal(result.kind, 'forged', name);
  t.equal(world.transport.sent.length, 0, 'the code went nowhere');
  t.match(await complete(world, connection, { code, state }, { region: 'us' }), { kind: 'wrong_region', region: 'eu' });
  t.match(
    await complete(world, connection, { code, state }),
    { kind: 'succeeded' },
    'nothing of that burnt the session',
  );
  t.equal(family.renewals, 0);
  t.equal(server.families.size, 1);
});

t.test('a response of another issuer is thrown away with its code (RFC 9207)', async (t) => {
  const { world, connection, state, code } = await waiting();
  const mixedUp = await complete(world, connection, { code, state, iss: 'https://evil.example' });
  t.match(mixedUp, { kind: 'forged', why: 'iss_mismatch' });
  t.equal(world.transport.sent.length, 0);
  t.match(connection.events.at(-1), { kind: 'authorization_failed', reason: 'invalid_response' });
  t.match(
    await complete(world, connection, { code, state }),
    { kind: 'failed', error: 'invalid_response' },
    'for good',
  );

  const strict = { ...plainDefinition, authorize: { url: 'https://as.example/authorize', iss: 'required' } } as const;
  const second = await waiting({ definition: strict });
  t.match(await complete(second.world, second.connection, { code: second.code, state: second.state }), {
    kind: 'forged',
    why: 'iss_missing',
  });
  const third = await waiting({ definition: strict });
  const denied = { error: 'access_denied', state: third.state, iss: 'https://evil.example' };
  t.match(await complete(third.world, third.connection, denied), { kind: 'forged' }, 'errors are checked too');
});

t.test('a repeated callback gets the first result and asks nothing', async (t) => {
  const { world, connection, state, code } = await waiting();
  t.match(await complete(world, connection, { code, state }), { kind: 'succeeded' });
  const { grantId } = connection;
  t.match(await complete(world, connection, { code, state }), { kind: 'succeeded' });
  t.match(await complete(world, connection, { code: 'another', state }), { kind: 'succeeded' });
  t.match(await complete(world, connection, { code, state }, { browserHashes: [browser('eve')] }), { kind: 'forged' });
  t.equal(connection.grantId, grantId);
  t.equal(world.transport.sent.length, 1);
  t.equal(connection.events.filter((event) => event.kind === 'connected').length, 1);

  const second = await waiting();
  const denied = { error: 'access_denied', state: second.state };
  const first = await complete(second.world, second.connection, denied);
  t.strictSame(await complete(second.world, second.connection, denied), first);
});

t.test('a callback repeated while the first is worked on waits for its result', async (t) => {
  const { world, connection, state, code } = await waiting();
  world.transport.passage = () => ({ kind: 'delivered', there: 2000, back: 2000 });
  const first = complete(world, connection, { code, state });
  await world.clock.settle();
  const second = complete(world, connection, { code, state });
  t.match(await passing(world, first), { kind: 'succeeded' });
  t.match(await passing(world, second), { kind: 'succeeded' });
  t.equal(world.transport.sent.length, 1);
});

t.test('a first callback that never ends is given up by the second', async (t) => {
  const { world, connection, state, code } = await waiting();
  world.database.fault = (statement) => (statement === 'create_grant' ? 'throws' : 'none');
  const first = complete(world, connection, { code, state });
  await world.clock.settle();
  t.match(await passing(world, complete(world, connection, { code, state })), {
    kind: 'failed',
    error: 'provider_unavailable',
  });
  world.database.fault = () => 'none';
  t.match(await passing(world, first), { kind: 'succeeded' }, 'while the first still saves the tokens');
});

t.test('superseded, cancelled and expired flows end as such', async (t) => {
  const { world, connection, state, code } = await waiting();
  const newer = await startedState(world, connection);
  t.match(await complete(world, connection, { code, state }), { kind: 'failed', error: 'superseded' });
  await world.clock.advance(600_000);
  t.match(await complete(world, connection, { code, state: newer }), { kind: 'failed', error: 'expired' });
  t.equal(world.transport.sent.length, 0);
});

t.test('the client is the one that the flow was started with', async (t) => {
  const { world, connection, state, code } = await waiting();
  const client = world.database.clients.get(connection.clientRowId ?? '');
  world.database.clients.set(connection.clientRowId ?? '', {
    ...(client as never as object),
    clientId: 'swapped',
  } as never);
  await complete(world, connection, { code, state });
  const sent = world.transport.sent[0]?.request.headers.authorization ?? '';
  t.equal(atob(sent.slice(6)), 'client-1:s3cret');
});

t.test('nothing secret is in events, notices or results', async (t) => {
  const { world, server, connection, state, code } = await waiting();
  server.instead = json(400, {
    error: 'invalid_grant',
    error_description: `code ${'canary0123456789abcdefgh'} is spent`,
  });
  const result = await complete(world, connection, { code, state });
  t.notMatch(JSON.stringify([result, connection.events, world.notices]), /canary|s3cret/);
});

t.test('a code of one server does not reach a flow that was begun at another of the same config', async (t) => {
  const { world, server } = worldWithServer();
  const definition: Definition = {
    name: 'Any server',
    client: { owner: 'connection' },
    inputs: [{ name: 'host', label: 'Host', type: 'host', hosts: ['*'], visibility: 'customer' }],
    authorize: { url: 'https://{host}/authorize' },
    token: { url: 'https://{host}/token' },
  };
  const segmentOf = (host: string) => serverSegment(definition, 'production', { host });
  const connection = await world.addConnection({ definition, inputs: { host: 'evil.example' } });
  const state = await startedState(world, connection);
  const { code } = server.authorize();
  // The honest server sends its code to the redirect URI that the honest application has there.
  const honest = await segmentOf('git.victim.example');
  for (const serverSegment of [honest, undefined])
    t.match(await complete(world, connection, { code, state }, { serverSegment }), { kind: 'forged' });
  t.same(world.transport.sent, [], 'nothing was sent anywhere');
  const own = { serverSegment: await segmentOf('evil.example') };
  t.match(await complete(world, connection, { code, state }, own), { kind: 'succeeded' });
  const grant = world.database.grants.get(connection.grantId ?? '');
  t.equal(serverSegmentOf(grant?.terms.redirectUri ?? ''), own.serverSegment, 'the grant keeps the whole redirect URI');
});
