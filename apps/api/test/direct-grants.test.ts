import { startAuthorizationServer } from '@latchkey/oauth/testing';
import t from 'tap';
import { clientSecret } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());

/** A client credentials config deployed to a customer. */
async function machine(key: string, change: { readonly secret?: string; readonly definition?: object } = {}) {
  const server = await startAuthorizationServer({
    clients: [{ clientId: 'acme-client', clientSecret, authMethod: 'client_secret_basic' }],
    accessTokenSeconds: 3600,
  });
  t.teardown(() => server.close());
  const made = async (path: string, body: unknown) => {
    const answer = await world.call('POST', path, { body });
    if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const integration = await made('/integrations', { key: `machine-${key}`, name: 'Payroll sync' });
  const config = await made('/connection-configs', {
    key,
    integrationId: integration.id,
    definition: {
      name: 'Machine',
      grantType: 'client_credentials',
      inputs: [
        { name: 'account', label: 'Account', type: 'text', visibility: 'customer', required: true },
        { name: 'pin', label: 'PIN', type: 'secret', visibility: 'customer' },
      ],
      token: { url: server.tokenUrl, parameters: { account_id: '{account}', pin: '{pin}' } },
      revoke: { url: server.revokeUrl },
      ...change.definition,
    },
    scopes: ['jobs'],
    environments: { production: { clientId: 'acme-client', clientSecret: change.secret ?? clientSecret } },
  });
  await made(`/integrations/${integration.id}/required-config-variables`, {
    key: 'machine',
    connectionConfigId: config.id,
    purpose: 'Writes approved hours.',
  });
  const customer = await made('/customers', { externalId: `bakery-${key}`, name: 'Example Bakery Ltd' });
  const instance = await made('/instances', { integrationId: integration.id, customerId: customer.id, name: 'Sync' });
  return { server, config, path: `/connections/${instance.connections[0].id}` };
}

t.test('client credentials: connected by one call, read, replaced, disconnected', async (t) => {
  const { server, config, path } = await machine('whole');
  t.equal(config.grantType, 'client_credentials');
  const early = await world.call('POST', `${path}/connect`, { body: {} });
  t.equal(early.status, 422);
  t.same(early.body.errors, [{ field: 'inputs.account', messages: ['Account has no value yet.'] }]);
  t.equal(server.ledger.tokenRequests('client_credentials').length, 0);

  await world.call('PATCH', path, { body: { inputs: { account: 'acme', pin: 'canary-pin-5521' } } });
  const connected = await world.call('POST', `${path}/connect`, { headers: { 'idempotency-key': 'once' } });
  t.equal(connected.status, 200);
  t.match(connected.body, { status: 'active', color: 'yellow', generation: 1, grantedScopes: ['jobs'], reason: null });
  t.ok(connected.body.refreshDueAt < connected.body.accessTokenExpiresAt, 'renewed before it expires');
  const again = await world.call('POST', `${path}/connect`, { headers: { 'idempotency-key': 'once' } });
  t.equal(again.status, 200);
  const asked = server.ledger.tokenRequests('client_credentials');
  t.equal(asked.length, 1, 'a repeated call asks nothing');
  t.match(asked[0]?.parameters, { account_id: 'acme', scope: 'jobs' });

  const token = await world.call('GET', `${path}/access-token`);
  t.equal(token.status, 200);
  const api = await fetch(server.apiUrl, { headers: { authorization: `Bearer ${token.body.accessToken}` } });
  t.equal(api.status, 200, 'the provider takes it');

  const refreshed = await world.call('POST', `${path}/refresh`);
  t.equal(refreshed.status, 202, 'it can be renewed at any time');

  const replaced = await world.call('POST', `${path}/connect`);
  t.equal(replaced.body.status, 'active');
  t.not((await world.call('GET', `${path}/access-token`)).body.accessToken, token.body.accessToken);

  t.equal((await world.call('POST', `${path}/disconnect`)).status, 202);
  t.equal((await world.call('GET', `${path}/access-token`)).body.code, 'not_connected', 'no read connects it again');
  t.equal(server.ledger.tokenRequests('client_credentials').length, 2);
  const kinds = (await world.call('GET', `${path}/events`)).body.items.map(({ kind }: { kind: string }) => kind);
  t.same(kinds, ['disconnect_requested', 'connected', 'connected', 'inputs_changed']);
  t.notOk(world.logged.some((line) => line.includes('canary-pin-5521') || line.includes(clientSecret)));
});

t.test('a wrong secret: the provider’s words, no connection, no secret', async (t) => {
  const { path } = await machine('wrong', { secret: 'not-the-secret-81f2' });
  await world.call('PATCH', path, { body: { inputs: { account: 'acme' } } });
  const refused = await world.call('POST', `${path}/connect`);
  t.equal(refused.status, 422);
  t.match(refused.body, {
    code: 'client_misconfigured',
    error: 'client_misconfigured',
    provider: { error: 'invalid_client', status: '401', endpoint: 'token' },
  });
  t.notMatch(JSON.stringify(refused.body), 'not-the-secret-81f2');
  const after = await world.call('GET', path);
  t.match(after.body, { status: 'pending', color: 'gray', lastFailure: { error: 'client_misconfigured' } });
});

t.test('a provider that does not answer, and one that refuses', async (t) => {
  const { server, path } = await machine('down');
  await world.call('PATCH', path, { body: { inputs: { account: 'acme' } } });
  await server.close();
  const unreachable = await world.call('POST', `${path}/connect`);
  t.equal(unreachable.status, 503);
  t.match(unreachable.body, { code: 'unavailable', error: 'provider_unavailable' });
  t.ok(unreachable.headers['retry-after']);
});

t.test('a connection that needs a person is not connected so', async (t) => {
  const { path } = await machine('person', {
    definition: { grantType: 'authorization_code', authorize: { url: 'https://as.example/authorize' } },
  });
  const refused = await world.call('POST', `${path}/connect`);
  t.equal(refused.status, 422);
  t.equal(refused.body.errors[0].field, 'grantType');
});

t.test('the grant type is the definition’s, and stays', async (t) => {
  const { config } = await machine('type');
  const { definition } = config;
  const { inputs, token } = definition;
  const made = (body: object) => world.call('POST', '/connection-configs', { body });
  const other = await made({ key: 'other', definition, grantType: 'authorization_code' });
  t.equal(other.status, 422);
  t.match(other.body.errors, [
    { field: 'grantType', messages: ['must be client_credentials, as the definition says'] },
  ]);
  const device = await made({ key: 'device', definition: { ...definition, grantType: 'device_code' } });
  t.equal(device.body.errors[0].field, 'definition.device', 'its endpoint is missing');
  const magic = await made({ key: 'magic', definition: { ...definition, grantType: 'magic' } });
  t.equal(magic.body.errors[0].field, 'definition.grantType', 'not a grant type of the format');
  const changed = await world.call('PATCH', `/connection-configs/${config.id}`, {
    body: {
      definition: { name: 'Now with people', authorize: { url: 'https://a.example/' }, inputs, token },
    },
  });
  t.equal(changed.status, 422);
  t.ok(changed.body.errors.some(({ field }: { field: string }) => field === 'definition.grantType'));
});

t.test('who may: the scope, and no other tenant', async (t) => {
  const { path } = await machine('who');
  const reader = await world.mintKey(world.acme, ['connections:read']);
  t.equal((await world.call('POST', `${path}/connect`, { key: reader })).status, 403);
  t.equal((await world.call('POST', `${path}/connect`, { key: world.globex.key })).status, 404);
});
