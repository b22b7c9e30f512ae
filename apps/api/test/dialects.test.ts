import { inTenant, openDatabase } from '@latchkey/db';
import { refreshDueGrants, revokeDueGrants } from '@latchkey/oauth';
import t from 'tap';
import { proto, startProtoServer } from '../../../packages/providers/test/dialects/proto-server.js';
import { clientSecret as protoSecret } from '../../../packages/providers/test/dialects/walk.js';
import { clientSecret, deploy } from './deployment.js';
import { openWorld } from './world.js';

// Demands of the three providers' documents that are met by the API; the others are in packages/providers/test/dialects.

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

const worker = openDatabase({ url: world.workerUrl, poolMax: 2, applicationName: 'dialects-test' });
t.teardown(() => worker.close());
const onResult = () => undefined;
const refreshDue = async () =>
  (await refreshDueGrants(world.workerPorts(worker), { slots: 10, takeover: 'allowed', onResult })).settled;

/** Makes the tokens of all connections older than the minute in which a report is not believed. */
const age = () =>
  inTenant(world.db, world.acme.organizationId, (tx) =>
    tx.grantClock.updateMany({ data: { refreshedAt: new Date(Date.now() - 300_000) } }),
  );

t.test(
  'P11: a reported 401 turns the connection red; when nothing can renew it, the person has to reconnect',
  async (t) => {
    const place = await deploy(world, { key: 'p11', accessTokenSeconds: 31_536_000 });
    t.teardown(() => place.server.close());
    await world.connect(place.connectionId);
    const path = `/connections/${place.connectionId}`;
    const report = (providerStatus: number) =>
      call('POST', `${path}/executions`, {
        body: { outcome: 'connection_error', message: 'Unauthorized', providerStatus },
      });
    const [family] = place.server.ledger.liveGrants().map((grant) => grant.family);
    place.server.killGrant(family ?? '');
    await age();
    t.match((await report(401)).body, { color: 'red', reason: { code: 'connection_error', message: 'Unauthorized' } });
    await refreshDue();
    // The token should live for a year: the provider's first refusal is confirmed before anybody is sent for.
    await inTenant(world.db, world.acme.organizationId, (tx) =>
      tx.grantClock.updateMany({ data: { dueAt: new Date() } }),
    );
    await refreshDue();
    t.match((await call('GET', path)).body, {
      ...{ status: 'error', color: 'red' },
      reason: { code: 'grant_rejected', message: /must reconnect/ },
    });
    await world.connect(place.connectionId);
    t.match((await call('GET', path)).body, { status: 'active', color: 'yellow', reason: null });
  },
);

t.test('P13: without a revocation endpoint the log says that the remote grant remains', async (t) => {
  const place = await deploy(world, { key: 'p13' });
  t.teardown(() => place.server.close());
  const { server } = place;
  const config = await call('PATCH', `/connection-configs/${place.configId}`, {
    body: { definition: { name: 'Books', authorize: { url: server.authorizeUrl }, token: { url: server.tokenUrl } } },
  });
  t.equal(config.status, 200, JSON.stringify(config.body));
  await world.connect(place.connectionId);
  const path = `/connections/${place.connectionId}`;
  t.ok((await call('POST', `${path}/disconnect`)).status < 300);
  await (await revokeDueGrants(world.workerPorts(worker), { slots: 10, onResult })).settled;
  t.match((await call('GET', path)).body, { status: 'pending', lastRevocation: { outcome: 'not_supported' } });
  const { items } = (await call('GET', `${path}/events`)).body;
  t.match(items[0], { kind: 'disconnected', reason: 'not_supported' });
});

t.test('P16: an integration’s connections are listed with last use and IP, and each can be disconnected', async (t) => {
  const place = await deploy(world, { key: 'p16' });
  const other = await deploy(world, { key: 'p16-other' });
  t.teardown(() => Promise.all([place.server.close(), other.server.close()]));
  const customer = (await call('POST', '/customers', { body: { externalId: 'second', name: 'Second Bakery' } })).body;
  const { integrationId } = place;
  const instance = await call('POST', '/instances', {
    body: { integrationId, customerId: customer.id, name: 'Payroll sync of the second' },
  });
  const [first, second] = [place.connectionId, instance.body.connections[0].id as string];
  for (const id of [first, second, other.connectionId]) await world.connect(id);
  for (const [id, remoteAddress] of [
    [first, '203.0.113.7'],
    [second, '2001:db8::7'],
  ] as const)
    await world.app.inject({
      ...{ method: 'GET', url: `/v1/connections/${id}/access-token`, remoteAddress },
      headers: { authorization: `Bearer ${world.acme.key}` },
    });
  await world.lastUses.flush();
  const list = async () => {
    const { items } = (await call('GET', `/connections?integrationId=${integrationId}`)).body;
    return new Map((items as { id: string }[]).map((item) => [item.id, item]));
  };
  const listed = await list();
  t.same(new Set(listed.keys()), new Set([first, second]), 'of this integration only');
  t.match(listed.get(first), { status: 'active', lastUsedAt: /Z$/, lastUsedIp: '203.0.113.7' });
  t.match(listed.get(second), { status: 'active', lastUsedAt: /Z$/, lastUsedIp: '2001:db8::7' });
  t.ok((await call('POST', `/connections/${second}/disconnect`)).status < 300);
  t.match((await list()).get(second), { status: 'disconnecting' });
  t.match((await list()).get(first), { status: 'active' });
});

t.test('T1: a config of the catalogue shows the provider’s own words', async (t) => {
  const config = await call('POST', '/connection-configs', { body: { key: 'proto', provider: 'proto' } });
  t.equal(config.status, 201, JSON.stringify(config.body));
  t.match(config.body.definition.client, { idLabel: 'Consumer ID', callbackLabel: 'Callback URI' });
});

t.test('T5: an end that is told in words, and with status 200, is known for one when it is reported', async (t) => {
  let callbackUrl = '';
  const server = await startProtoServer(() => callbackUrl);
  t.teardown(() => server.close());
  const input = (name: string, path: string) => ({
    ...{ name, label: name, type: 'url', hosts: ['*'], visibility: 'organization', default: `${server.url}${path}` },
  });
  const config = await call('POST', '/connection-configs', {
    body: {
      ...{ key: 'proto-t5', provider: 'proto' },
      inputs: [input('authorizeUrl', '/oauth/authorize'), input('tokenUrl', '/oauth/token')],
      environments: { production: { clientId: 'client-1', clientSecret: protoSecret } },
    },
  });
  t.equal(config.status, 201, JSON.stringify(config.body));
  callbackUrl = config.body.environments.production.callbackUrl;
  const integration = (await call('POST', '/integrations', { body: { key: 'members', name: 'Members' } })).body;
  await call('POST', `/integrations/${integration.id}/required-config-variables`, {
    body: { key: 'proto', connectionConfigId: config.body.id },
  });
  const customer = (await call('POST', '/customers', { body: { externalId: 'study', name: 'Study' } })).body;
  const instance = await call('POST', '/instances', {
    body: { integrationId: integration.id, customerId: customer.id, name: 'Members of Study' },
  });
  const connectionId = instance.body.connections[0].id as string;
  await world.connect(connectionId);
  t.strictSame(server.refusals, []);

  const path = `/connections/${connectionId}`;
  const use = async () => {
    const { headers } = (await call('GET', `${path}/access-token`)).body.api;
    return server.call(`${proto.origin}/api/user/info`, headers.Authorization);
  };
  t.match((await use()).page, 'Ada');
  server.expire();
  const { status, page } = await use();
  t.match({ status, page }, { status: 200, page: /Session expired/ });
  for (const providerBody of [page, 'INVALID RESPONSE']) {
    await age();
    const reported = await call('POST', `${path}/executions`, {
      body: { outcome: 'connection_error', message: 'Not signed in', providerStatus: status, providerBody },
    });
    t.match(reported.body, { color: 'red', reason: { code: 'connection_error', message: 'Not signed in' } });
    await refreshDue();
  }
  t.match((await use()).page, 'Ada', 'a token was asked for anew');
  const { generation } = (await call('GET', path)).body;
  t.equal(generation, 3, 'once for each report');
  const { items } = (await call('GET', `${path}/events`)).body;
  t.equal(items.filter(({ kind }: { kind: string }) => kind === 'access_token_rejected').length, 2);
  await age();
  await call('POST', `${path}/executions`, {
    body: { outcome: 'connection_error', providerStatus: 200, providerBody: 'No such member' },
  });
  await refreshDue();
  t.equal((await call('GET', path)).body.generation, generation, 'other words are none of the token’s');
});

t.test(
  'R1, R9: a config holds keys and hosts per environment, and has no URL to register for pasted codes',
  async (t) => {
    const [production, sandbox] = ['p', 's'].map((clientId) => ({ clientId, clientSecret }));
    const loginHost = {
      ...{ name: 'loginHost', label: 'Login host', type: 'host', hosts: ['*.procore.com'], visibility: 'organization' },
      defaults: { production: 'login.procore.com', sandbox: 'login-sandbox.procore.com' },
    };
    const config = await call('POST', '/connection-configs', {
      body: {
        ...{
          key: 'procore',
          provider: 'procore-installed',
          inputs: [loginHost],
          environments: { production, sandbox },
        },
      },
    });
    t.equal(config.status, 201, JSON.stringify(config.body));
    t.match(config.body.environments, {
      production: { clientId: 'p', hasClientSecret: true, callbackUrl: 'urn:ietf:wg:oauth:2.0:oob' },
      sandbox: { clientId: 's', hasClientSecret: true, callbackUrl: 'urn:ietf:wg:oauth:2.0:oob' },
    });
    const integration = (await call('POST', '/integrations', { body: { key: 'sites', name: 'Sites' } })).body;
    await call('POST', `/integrations/${integration.id}/required-config-variables`, {
      body: { key: 'procore', connectionConfigId: config.body.id },
    });
    const customer = (await call('POST', '/customers', { body: { externalId: 'b', name: 'Builder' } })).body;
    const instance = await call('POST', '/instances', {
      body: {
        ...{ integrationId: integration.id, customerId: customer.id, name: 'Sites of Builder' },
        environments: ['production', 'sandbox'],
      },
    });
    const hosts: Record<string, unknown> = {};
    for (const { id } of instance.body.connections) {
      const { environment, inputs } = (await call('GET', `/connections/${id}`)).body;
      hosts[environment] = inputs.find((input: { name: string }) => input.name === 'loginHost')?.value;
    }
    t.same(hosts, { production: 'login.procore.com', sandbox: 'login-sandbox.procore.com' });
  },
);

t.test('PKCE is turned off with a reason only', async (t) => {
  const body = (authorize: object) => ({
    key: 'no-pkce',
    definition: {
      name: 'Old',
      authorize: { url: 'https://as.example.com/a', pkce: 'none', ...authorize },
      tokenUrl: 'https://as.example.com/t',
    },
  });
  const refused = await call('POST', '/connection-configs', { body: body({}) });
  t.match(refused.body.errors, [{ field: 'definition.authorize.pkceReason' }]);
  t.equal((await call('POST', '/connection-configs', { body: body({ pkceReason: 'It answers 500.' }) })).status, 201);
});

t.test('a client id may be the address of a document about the client', async (t) => {
  const clientId = 'https://vendor.example/oauth/client.json';
  const config = await call('POST', '/connection-configs', {
    body: {
      key: 'metadata-document',
      definition: {
        name: 'New',
        authorize: { url: 'https://as.example.com/a' },
        token: { url: 'https://as.example.com/t', clientAuthentication: 'none' },
      },
      environments: { production: { clientId } },
    },
  });
  t.match(config.body.environments, { production: { clientId, hasClientSecret: false, callbackUrl: /^http/ } });
});

t.test('a definition whose fixed part is a public suffix is refused, field by field', async (t) => {
  const refused = await call('POST', '/connection-configs', {
    body: {
      key: 'suffix',
      definition: {
        ...{ name: 'Shop', authorize: { url: 'https://login.example.com/a' } },
        token: { url: 'https://{shop}.co.uk/token' },
      },
      inputs: [{ name: 'shop', label: 'Shop', type: 'text', visibility: 'customer' }],
    },
  });
  t.equal(refused.status, 422);
  t.match(refused.body.errors, [{ field: 'definition.token.url', messages: [/any domain of co\.uk/] }]);
});
