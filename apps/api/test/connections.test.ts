import t from 'tap';
import { deploy } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

t.test('from not connected to green, red and away', async (t) => {
  const place = await deploy(world);
  t.teardown(() => place.server.close());
  const path = `/connections/${place.connectionId}`;
  const show = async () => (await call('GET', path)).body;

  t.match(await show(), { status: 'pending', color: 'gray', health: 'unused', reason: null, generation: null });
  t.equal((await call('POST', `${path}/disconnect`)).body.code, 'not_connected');
  t.equal((await call('POST', `${path}/refresh`)).body.code, 'not_connected');

  await world.connect(place.connectionId);
  t.match(await show(), {
    status: 'active',
    color: 'yellow',
    generation: 1,
    lastRefreshedAt: null,
    grantedScopes: ['read', 'write'],
    connectedAt: /Z$/,
    refreshDueAt: /Z$/,
    accessTokenExpiresAt: /Z$/,
  });

  const green = await call('POST', `${path}/executions`, { body: { outcome: 'succeeded' } });
  t.equal(green.status, 200);
  t.match(green.body, { color: 'green', health: 'succeeded' });
  await call('POST', `${path}/executions`, { body: { outcome: 'succeeded' } });
  const red = await call('POST', `${path}/executions`, {
    body: {
      outcome: 'connection_error',
      instanceId: place.instanceId,
      message: 'HTTP 401 for Bearer atc_q8Zk2Lw0Xr7Vn5Tb1Ym4',
      providerStatus: 401,
    },
  });
  t.match(red.body, { color: 'red', health: 'failed', status: 'active', reason: { code: 'connection_error' } });
  t.notMatch(JSON.stringify(red.body), 'atc_q8Zk2Lw0Xr7Vn5Tb1Ym4', 'what looks like a token is scrubbed');
  t.equal(red.body.links[0].providerStatus, 401);
  await call('POST', `${path}/executions`, { body: { outcome: 'succeeded' } });

  const log = await call('GET', `${path}/events`);
  t.same(
    log.body.items.map((event: { kind: string }) => event.kind),
    ['execution_succeeded', 'connection_error_reported', 'execution_succeeded', 'connected', 'authorization_started'],
    'a success is told only when it is news',
  );
  const errors = await call('GET', `${path}/events?kind=connection_error_reported`);
  t.equal(errors.body.items.length, 1);
  const page = await call('GET', `${path}/events?limit=2`);
  t.equal(page.body.items.length, 2);
  const rest = await call('GET', `${path}/events?limit=50&after=${page.body.next}`);
  t.equal(rest.body.items.length, 3);
  t.equal((await call('GET', `${path}/events?kind=nonsense`)).status, 400);

  world.rings.length = 0;
  const refresh = await call('POST', `${path}/refresh`);
  t.equal(refresh.status, 202);
  t.ok(new Date(refresh.body.refreshDueAt).getTime() <= Date.now() + 1000, 'due now');
  t.same(world.rings, ['refresh']);

  const gone = await call('POST', `${path}/disconnect`);
  t.equal(gone.status, 202);
  t.match(gone.body, { status: 'disconnecting', color: 'gray', generation: null });
  t.same(world.rings, ['refresh', 'revoke']);
  t.equal((await call('GET', `${path}/access-token`)).body.code, 'not_connected');
  t.equal((await call('POST', `${path}/disconnect`)).status, 202, 'again: it is on its way');
  const { body } = await call('GET', `/audit-events?targetId=${place.connectionId}`);
  t.ok(body.items.some((event: { action: string }) => event.action === 'connection.disconnect_requested'));
});

t.test('filters', async (t) => {
  const place = await deploy(world, { key: 'filters' });
  t.teardown(() => place.server.close());
  const found = async (query: string) =>
    (await call('GET', `/connections?${query}`)).body.items.map((item: { id: string }) => item.id);
  const { integrationId, customerId, instanceId, configId, connectionId } = place;
  for (const query of [
    `integrationId=${integrationId}`,
    `customerId=${customerId}`,
    `instanceId=${instanceId}`,
    `connectionConfigId=${configId}`,
    `connectionConfigId=${configId}&status=pending&environment=production`,
  ])
    t.same(await found(query), [connectionId], query);
  t.same(await found(`connectionConfigId=${configId}&status=active`), []);
  t.same(await found(`customerId=${customerId}&provider=xero`), []);
  t.same(await found(`userId=${place.userId}`), []);
  t.equal((await call('GET', '/connections?status=happy')).status, 400);
  t.equal((await call('GET', '/connections?colour=red')).status, 400, 'an unknown filter');
  t.equal((await call('GET', '/connections?customerId=cus_1')).body.errors[0].field, 'customerId');
});

t.test('inputs and scopes of one connection', async (t) => {
  const place = await deploy(world, { key: 'inputs' });
  t.teardown(() => place.server.close());
  const input = (name: string, more: object) => ({ name, label: name, type: 'text', visibility: 'customer', ...more });
  const inputs = [
    input('region', { type: 'choice', choices: [{ value: 'eu', label: 'EU' }], default: 'eu' }),
    input('account', { pattern: '[0-9]{3}' }),
    input('apiKey', { type: 'secret', visibility: 'hidden' }),
  ];
  t.equal((await call('PATCH', `/connection-configs/${place.configId}`, { body: { inputs } })).status, 200);
  const path = `/connections/${place.connectionId}`;
  const refused = await call('PATCH', path, {
    body: { inputs: { account: 'abc', unknown: 'x', region: 'us' }, scopesOverride: ['a b'] },
  });
  t.equal(refused.status, 422);
  t.same(
    new Set(refused.body.errors.map((error: { field: string }) => error.field)),
    new Set(['inputs.account', 'inputs.unknown', 'inputs.region', 'scopesOverride.0']),
  );

  const secretValue = 'canary-input-90d1c4';
  const saved = await call('PATCH', path, {
    body: { inputs: { account: '123', apiKey: secretValue }, scopesOverride: ['read'] },
  });
  t.same(saved.body.inputs, [
    { name: 'region', hasValue: true, value: 'eu' },
    { name: 'account', hasValue: true, value: '123' },
    { name: 'apiKey', hasValue: true, value: null },
  ]);
  t.same(saved.body.scopes, ['read']);
  await world.connect(place.connectionId);
  const token = await call('GET', `${path}/access-token`);
  t.same(token.body.inputs, { region: 'eu', account: '123', apiKey: secretValue }, 'the vendor code gets them all');
  t.same(token.body.scopes, ['read'], 'the override was asked for');
  const log = await call('GET', `${path}/events?kind=inputs_changed`);
  t.equal(log.body.items[0].details.inputs, 'account, apiKey');
  t.notMatch(JSON.stringify(log.body), secretValue);
  const cleared = await call('PATCH', path, { body: { inputs: { account: '' }, scopesOverride: [] } });
  t.same(cleared.body.inputs[1], { name: 'account', hasValue: false, value: null });
  t.same(cleared.body.scopes, ['read', 'write']);
});

t.test('an execution names its instance where several use the connection', async (t) => {
  const place = await deploy(world, { key: 'several' });
  t.teardown(() => place.server.close());
  const customer = { customerId: place.customerId };
  const config = await call('POST', '/connection-configs', {
    body: { key: 'of-the-customer', provider: 'xero', level: 'customer' },
  });
  await call('POST', `/integrations/${place.integrationId}/required-config-variables`, {
    body: { key: 'ledger', connectionConfigId: config.body.id },
  });
  const other = await call('POST', '/instances', {
    body: { integrationId: place.integrationId, ...customer, name: 'Two' },
  });
  t.equal((await call('POST', '/wizard-sessions', { body: customer })).status, 201);
  const instance = await call('GET', `/instances/${other.body.id}`);
  const owned = instance.body.connections.find((connection: { level: string }) => connection.level === 'customer');
  t.equal(owned.links.length, 2);
  const path = `/connections/${owned.id}/executions`;
  const refused = await call('POST', path, { body: { outcome: 'succeeded' } });
  t.equal(refused.status, 422);
  t.equal(refused.body.errors[0].field, 'instanceId');
  const told = await call('POST', path, { body: { outcome: 'connection_error', instanceId: other.body.id } });
  t.same(told.body.links.map((link: { health: string }) => link.health).sort(), ['failed', 'unused']);
  t.equal(told.body.health, 'failed', 'a connection shows its worst link');
  t.equal(told.body.color, 'gray', 'it is not connected');
  const stranger = await deploy(world, { key: 'stranger' });
  t.teardown(() => stranger.server.close());
  t.equal((await call('POST', path, { body: { outcome: 'succeeded', instanceId: stranger.instanceId } })).status, 404);
});

t.test('last use is counted in memory and written in batches', async (t) => {
  const place = await deploy(world, { key: 'uses' });
  t.teardown(() => place.server.close());
  await world.connect(place.connectionId);
  const path = `/connections/${place.connectionId}`;
  await call('GET', `${path}/access-token`);
  t.equal((await call('GET', path)).body.lastUsedAt, null, 'not yet');
  await world.lastUses.flush();
  t.match((await call('GET', path)).body, { lastUsedAt: /Z$/, lastUsedIp: '127.0.0.1' });
  const keys = await call('GET', '/api-keys');
  t.match(keys.body.items[0], { lastUsedAt: /Z$/, lastUsedIp: '127.0.0.1' });
});
