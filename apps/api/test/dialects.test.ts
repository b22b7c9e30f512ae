import { openDatabase } from '@latchkey/db';
import { revokeDueGrants } from '@latchkey/oauth';
import t from 'tap';
import { clientSecret, deploy } from './deployment.js';
import { openWorld } from './world.js';

// Demands of the three providers' documents that are met by the API; the others are in packages/providers/test/dialects.

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

t.test(
  'P11: a reported 401 turns the connection red where nothing can renew it, and the flow is done again',
  async (t) => {
    const place = await deploy(world, { key: 'p11' });
    t.teardown(() => place.server.close());
    await world.connect(place.connectionId);
    const path = `/connections/${place.connectionId}`;
    await call('GET', `${path}/access-token`);
    const told = await call('POST', `${path}/executions`, {
      body: { outcome: 'connection_error', message: 'Unauthorized', providerStatus: 401 },
    });
    t.ok(told.status < 300, `${told.status}`);
    t.match((await call('GET', path)).body, { color: 'red', reason: { code: 'connection_error' } });
    await world.connect(place.connectionId);
    t.match((await call('GET', path)).body, { status: 'active' });
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
  const worker = openDatabase({ url: world.workerUrl, poolMax: 2, applicationName: 'dialects-test' });
  t.teardown(() => worker.close());
  await (await revokeDueGrants(world.workerPorts(worker), { slots: 10, onResult: () => undefined })).settled;
  t.match((await call('GET', path)).body, { status: 'pending', lastRevocation: { outcome: 'not_supported' } });
  const { items } = (await call('GET', `${path}/events`)).body;
  t.match(items[0], { kind: 'disconnected', reason: 'not_supported' });
});

t.test('P16: an integration’s connections are listed with last use and IP, and each can be disconnected', async (t) => {
  const place = await deploy(world, { key: 'p16' });
  t.teardown(() => place.server.close());
  await world.connect(place.connectionId);
  await call('GET', `/connections/${place.connectionId}/access-token`);
  await world.lastUses.flush();
  const list = () => call('GET', `/connections?integrationId=${place.integrationId}`);
  t.match((await list()).body.items, [{ id: place.connectionId, lastUsedAt: /Z$/, lastUsedIp: '127.0.0.1' }]);
  t.ok((await call('POST', `/connections/${place.connectionId}/disconnect`)).status < 300);
  t.match((await list()).body.items, [{ id: place.connectionId, status: 'disconnecting' }]);
});

t.test('T1: a config of the catalogue shows the provider’s own words', async (t) => {
  const config = await call('POST', '/connection-configs', { body: { key: 'proto', provider: 'proto' } });
  t.equal(config.status, 201, JSON.stringify(config.body));
  t.match(config.body.definition.client, { idLabel: 'Consumer ID', callbackLabel: 'Callback URI' });
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
