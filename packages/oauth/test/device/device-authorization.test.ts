import t from 'tap';
import { pollDeviceAuthorization } from '../../src/device/poll-device-authorization.js';
import type { GrantId } from '../../src/ids.js';
import type { Definition } from '../../src/provider/definition.js';
import { secret } from '../../src/secret.js';
import { sealedTokens } from '../flows.js';

import { begin, codes, definition, error, kinds, lamp, ok, tick, tokens } from './lamp.js';

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
