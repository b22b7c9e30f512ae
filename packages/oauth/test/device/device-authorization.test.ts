import t from 'tap';
import { type PollResult, pollDeviceAuthorization } from '../../src/device/poll-device-authorization.js';
import { pollDueDevices } from '../../src/device/poll-due-devices.js';
import { startDeviceAuthorization } from '../../src/device/start-device-authorization.js';
import type { DeviceAuthorizationId, GrantId, WizardSessionId } from '../../src/ids.js';
import type { Definition } from '../../src/provider/definition.js';
import { revokeDueGrants } from '../../src/revoke/revoke-due-grants.js';
import { secret } from '../../src/secret.js';
import { type ConnectionOptions, type ConnectionRow, type MemoryWorld, memoryWorld } from '../../testing/index.js';
import { passing, sealedTokens } from '../flows.js';

const definition: Definition = {
  name: 'Lamp',
  issuer: 'https://as.example',
  grantType: 'device_code',
  device: {
    url: 'https://as.example/device_authorization',
    parameters: { audience: 'https://api.example' },
    response: { verificationUri: 'verification_url' },
  },
  token: { url: 'https://as.example/token', clientAuthentication: 'client_secret_post' },
  revoke: { url: 'https://as.example/revoke' },
  steps: [{ name: 'me', url: 'https://as.example/me', method: 'GET', captures: [{ name: 'who', path: 'login' }] }],
  account: { capture: 'who' },
};
const codes = {
  device_code: 'canary-device-code-5ab1',
  user_code: 'WDJB-MJHT',
  verification_url: 'https://as.example/device',
  expires_in: 1800,
  interval: 5,
};
const tokens = { access_token: 'at-1', refresh_token: 'rt-1', token_type: 'Bearer', expires_in: 3600 };

type Answer = { readonly status: number; readonly body: unknown };
const ok = (body: unknown): Answer => ({ status: 200, body });
const error = (code: string): Answer => ({ status: 400, body: { error: code } });

/** A provider of which each endpoint answers what the test says now. */
async function lamp(options: ConnectionOptions = {}) {
  const answers: Record<string, Answer> = {
    '/device_authorization': ok(codes),
    '/token': error('authorization_pending'),
    '/me': ok({ login: 'mara' }),
    '/revoke': ok({}),
  };
  const world = memoryWorld(({ url }) => {
    const { status, body } = answers[new URL(url).pathname] ?? { status: 404, body: {} };
    return { status, headers: {}, body: JSON.stringify(body) };
  });
  const connection = await world.addConnection({ definition, ...options });
  const asked = (path: string) =>
    world.transport.sent.filter(({ request }) => new URL(request.url).pathname === path).map(({ request }) => request);
  return { world, connection, answers, asked };
}

const begin = (world: MemoryWorld, { organizationId, id: connectionId }: ConnectionRow) =>
  startDeviceAuthorization(world.ports, {
    deviceAuthorizationId: world.newId() as DeviceAuthorizationId,
    wizardSessionId: world.newId() as WizardSessionId,
    ...{ organizationId, connectionId, actor: 'Ada' },
  });

/** One tick of a worker; gives what came of what was due. */
async function tick(world: MemoryWorld, ports = world.ports) {
  const results: (PollResult | { readonly kind: 'threw'; readonly error: unknown })[] = [];
  const onResult = (_: string, result: (typeof results)[number]) => void results.push(result);
  const work = await pollDueDevices(ports, { slots: 10, newGrantId: () => world.newId() as GrantId, onResult });
  await passing(world, work.settled, 5);
  return results;
}

const kinds = (connection: ConnectionRow) => connection.events.map(({ kind, reason }) => reason ?? kind);

t.test('from the code to the grant: asked for once, polled no faster than allowed, then kept', async (t) => {
  const { world, connection, answers, asked } = await lamp();
  t.strictSame(await begin(world, connection), { kind: 'started' });
  const [request] = asked('/device_authorization');
  t.strictSame(Object.fromEntries(new URLSearchParams(request?.body)), {
    scope: 'read write',
    client_id: 'client-1',
    client_secret: 's3cret',
    audience: 'https://api.example',
  });
  const [row] = [...world.database.devices.values()];
  t.match(row?.authorization, {
    userCode: 'WDJB-MJHT',
    verificationUri: 'https://as.example/device',
    intervalSeconds: 5,
  });
  t.equal(row?.authorization.lifetimeSeconds, 600, 'shown for ten minutes at most');

  t.strictSame(await tick(world), [], 'not before its interval');
  await world.clock.advance(5000);
  t.strictSame(await tick(world), [{ kind: 'waiting' }]);
  t.strictSame(await tick(world), []);
  answers['/token'] = error('slow_down');
  await world.clock.advance(5000);
  t.strictSame(await tick(world), [{ kind: 'waiting' }]);
  answers['/token'] = error('authorization_pending');
  await world.clock.advance(9000);
  t.strictSame(await tick(world), [], 'slow_down adds five seconds');
  await world.clock.advance(1000);
  t.strictSame(await tick(world), [{ kind: 'waiting' }]);
  await world.clock.advance(9000);
  t.strictSame(await tick(world), [], 'for good');

  answers['/token'] = ok(tokens);
  await world.clock.advance(1000);
  t.strictSame(await tick(world), [{ kind: 'granted' }]);
  t.strictSame(Object.fromEntries(new URLSearchParams(asked('/token').at(-1)?.body)), {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: codes.device_code,
    client_id: 'client-1',
    client_secret: 's3cret',
  });
  t.match(connection, { status: 'active', lastFailure: undefined });
  t.strictSame(kinds(connection), ['authorization_started', 'connected']);
  t.match(connection.events[1], { details: { account: 'mara' } }, 'the log says whose account it is');
  t.strictSame(await sealedTokens(world, connection.grantId as string), { access: 'at-1', refresh: 'rt-1' });
  const grant = world.database.grants.get(connection.grantId as string);
  t.strictSame(grant?.terms.server.token.url, ['https://as.example/token'], 'endpoints are frozen');
  await world.clock.advance(60_000);
  t.strictSame(await tick(world), [], 'nobody polls any more');
  t.notMatch(JSON.stringify([connection.events, world.notices]), /canary|at-1|rt-1/);
});

t.test('the person says no, or too late: the end, with its reason; what was connected stays', async (t) => {
  for (const [answer, reason] of [
    [error('access_denied'), 'access_denied'],
    [error('expired_token'), 'expired'],
    [error('invalid_grant'), 'provider_error'],
    [{ status: 401, body: { error: 'invalid_client', error_description: 'no such app' } }, 'client_misconfigured'],
    [ok({ nothing: 1 }), 'invalid_response'],
  ] as const) {
    const { world, connection, answers } = await lamp();
    await begin(world, connection);
    answers['/token'] = ok(tokens);
    await world.clock.advance(5000);
    await tick(world);
    const { grantId } = connection;
    await begin(world, connection);
    answers['/token'] = answer;
    await world.clock.advance(5000);
    t.match(await tick(world), [{ kind: 'failed', error: reason }]);
    t.match(connection, { status: 'active', grantId, lastFailure: reason });
    t.equal(kinds(connection).at(-1), reason);
    await world.clock.advance(60_000);
    t.strictSame(await tick(world), []);
  }
});

t.test('a network that fails is polled ever more slowly, and connects when it is back', async (t) => {
  const { world, connection, answers, asked } = await lamp();
  await begin(world, connection);
  world.transport.passage = ({ url }) =>
    url.endsWith('/token') ? { kind: 'request_lost', after: 10 } : { kind: 'delivered' };
  let polls = 0;
  for (let second = 0; second < 120; second++) {
    await world.clock.advance(1000);
    polls += (await tick(world)).length;
  }
  t.ok(polls >= 4 && polls <= 8, `${polls} polls in two minutes`);
  t.equal(asked('/token').length, polls);
  world.transport.passage = () => ({ kind: 'delivered' });
  answers['/token'] = ok(tokens);
  await world.clock.advance(60_000);
  t.strictSame(await tick(world), [{ kind: 'granted' }]);
  t.match(connection, { status: 'active' });
});

t.test('two processes never poll the same code at once', async (t) => {
  const { world, connection, asked } = await lamp();
  await begin(world, connection);
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  world.transport.passage = ({ url }) => (url.endsWith('/token') ? { kind: 'held', until } : { kind: 'delivered' });
  await world.clock.advance(5000);
  const options = { slots: 10, newGrantId: () => world.newId() as GrantId, onResult: () => undefined };
  const first = await pollDueDevices(world.ports, options);
  t.equal(first.claimed, 1);
  await world.clock.advance(20_000);
  t.equal((await pollDueDevices(world.process('process-2'), options)).claimed, 0);
  release();
  await passing(world, first.settled, 100);
  t.equal(asked('/token').length, 1);
  world.transport.passage = () => ({ kind: 'delivered' });
  await world.clock.advance(5000);
  t.equal((await pollDueDevices(world.process('process-2'), options)).claimed, 1, 'then whoever comes first');
});

t.test(
  'a process that died with its claim is followed by another, and one that slept does not wake to poll',
  async (t) => {
    const { world, connection, answers, asked } = await lamp();
    await begin(world, connection);
    await world.clock.advance(5000);
    const { holder, times } = world.ports;
    const [claim] = await world.ports.deviceAuthorizations.claimDue({ holder, times, limit: 1 });
    if (!claim) throw new Error('nothing is due');
    await world.clock.advance(claim.mostRequests * times.requestTimeout + times.takeoverSlack);
    answers['/token'] = ok(tokens);
    t.strictSame(await tick(world, world.process('process-2')), [{ kind: 'granted' }]);
    const late = await pollDeviceAuthorization(world.ports, claim, world.newId() as GrantId);
    t.strictSame(late, { kind: 'not_sent' });
    t.equal(asked('/token').length, 1);
    t.strictSame(kinds(connection), ['authorization_started', 'connected']);
  },
);

t.test('a store that fails for a while loses nothing: the provider is asked once', async (t) => {
  const { world, connection, answers, asked } = await lamp();
  await begin(world, connection);
  answers['/token'] = ok(tokens);
  await world.clock.advance(5000);
  let failures = 3;
  world.database.fault = (statement) =>
    statement === 'create_grant' && failures-- > 0 ? 'throws_after_commit' : 'none';
  t.strictSame(await tick(world), [{ kind: 'granted' }]);
  t.equal(asked('/token').length, 1);
  t.strictSame(kinds(connection), ['authorization_started', 'connected']);
});

t.test('given up while the provider answers: the tokens are revoked, nothing is connected', async (t) => {
  const { world, connection, answers, asked } = await lamp();
  await begin(world, connection);
  await world.clock.advance(5000);
  answers['/token'] = ok(tokens);
  const { organizationId, id } = connection;
  let cancelled: Promise<unknown> | undefined;
  world.transport.passage = ({ url }) => {
    if (url.endsWith('/me'))
      cancelled = world.ports.deviceAuthorizations.cancel(organizationId, id, { kind: 'authorization_cancelled' });
    return { kind: 'delivered' };
  };
  await tick(world);
  t.equal(await cancelled, 'cancelled');
  t.match(connection, { status: 'pending', grantId: undefined });
  t.strictSame(kinds(connection), ['authorization_started', 'authorization_cancelled']);
  await (await revokeDueGrants(world.ports, { slots: 10, onResult: () => undefined })).settled;
  t.strictSame(
    asked('/revoke').map(({ body }) => new URLSearchParams(body).get('token')),
    ['rt-1', 'at-1'],
  );
});

t.test('a step that fails after the tokens is the end: the code is spent, and is not sent again', async (t) => {
  const { world, connection, answers, asked } = await lamp();
  await begin(world, connection);
  answers['/token'] = ok(tokens);
  answers['/me'] = { status: 503, body: {} };
  await world.clock.advance(5000);
  t.match(await tick(world), [{ kind: 'failed' }]);
  await world.clock.advance(60_000);
  t.strictSame(await tick(world), []);
  t.equal(asked('/token').length, 1);
});

t.test('a provider that gives no codes is told with its words, and nothing waits', async (t) => {
  for (const [answer, reason] of [
    [
      { status: 400, body: { error: 'unauthorized_client', error_description: 'not for devices' } },
      'client_misconfigured',
    ],
    [{ status: 503, body: {} }, 'provider_unavailable'],
    [ok({ ...codes, verification_url: 'javascript:alert(1)' }), 'invalid_response'],
  ] as const) {
    const { world, connection, answers } = await lamp();
    answers['/device_authorization'] = answer;
    t.match(await begin(world, connection), { kind: 'failed', error: reason });
    t.match(connection, { status: 'pending', lastFailure: reason });
    t.match(connection.events, [{ kind: 'authorization_failed', reason, actor: 'Ada' }]);
    t.equal(world.database.devices.size, 0);
    t.notMatch(JSON.stringify(connection.events), /javascript/);
  }
});

t.test('what is missing is named, and nothing is sent', async (t) => {
  const inputs = [{ name: 'shop', label: 'Shop', type: 'text', visibility: 'customer', required: true }] as const;
  const plain: Definition = { name: 'P', authorize: { url: 'https://as.example/a' }, token: definition.token };
  for (const [options, field] of [
    [{ client: 'none' }, 'environments.production.clientId'],
    [{ definition: { ...definition, inputs } }, 'inputs.shop'],
    [{ definition: plain }, 'grantType'],
  ] as const) {
    const { world, connection } = await lamp(options);
    t.match(await begin(world, connection), { kind: 'misconfigured', field });
    t.strictSame(world.transport.sent, []);
  }
  const { world, connection } = await lamp();
  const other = await world.addConnection();
  t.strictSame(await begin(world, { ...connection, organizationId: other.organizationId }), { kind: 'not_found' });
});

t.test('the next client secret is tried where the first is refused, for the code and for the poll', async (t) => {
  const { world, connection, answers, asked } = await lamp();
  const client = world.database.clients.get(connection.clientRowId as string);
  if (!client) throw new Error('no client');
  const rowId = world.newId();
  const purpose = { organizationId: connection.organizationId, row: rowId, field: 'client_secret.value' } as const;
  const next = { rowId, value: await world.vault.seal(purpose, secret('n3xt')) };
  world.database.clients.set(client.rowId, { ...client, secrets: [...client.secrets, next] });
  answers['/token'] = ok(tokens);
  const handler = world.transport.handler;
  world.transport.handler = (request) =>
    request.body?.includes('client_secret=s3cret')
      ? { status: 401, headers: {}, body: '{"error":"invalid_client"}' }
      : handler(request);
  t.strictSame(await begin(world, connection), { kind: 'started' });
  await world.clock.advance(5000);
  t.strictSame(await tick(world), [{ kind: 'granted' }]);
  t.equal(asked('/device_authorization').length, 2);
  t.equal(asked('/token').length, 2);
});

t.test('a vault that is away gives the claim back, and the fault is seen', async (t) => {
  const { world, connection, answers } = await lamp();
  await begin(world, connection);
  await world.clock.advance(5000);
  world.vault.mode = 'failing';
  t.match(await tick(world), [{ kind: 'threw' }]);
  world.vault.mode = 'working';
  answers['/token'] = ok(tokens);
  await world.clock.advance(10_000);
  t.strictSame(await tick(world), [{ kind: 'granted' }]);
});
