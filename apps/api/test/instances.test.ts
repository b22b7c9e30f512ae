import { parseId } from '@latchkey/oauth';
import pg from 'pg';
import t from 'tap';
import { deploy } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

t.test('integrations and their variables', async (t) => {
  const place = await deploy(world, { key: 'variables' });
  t.teardown(() => place.server.close());
  const path = `/integrations/${place.integrationId}`;
  t.equal((await call('POST', '/integrations', { body: { key: 'payroll-variables', name: 'x' } })).status, 409);
  t.equal((await call('PATCH', path, { body: { description: 'Nightly.' } })).body.description, 'Nightly.');
  t.equal((await call('GET', path)).body.description, 'Nightly.');
  t.equal((await call('GET', '/integrations?key=payroll-variables')).body.items.length, 1);
  t.equal((await call('PATCH', path, { body: { key: 'other' } })).status, 400, 'the key never changes');

  const variables = `${path}/required-config-variables`;
  const [first] = (await call('GET', variables)).body.items;
  t.equal(first.key, 'books');
  t.equal(first.connectionConfigKey, 'variables');
  const again = await call('POST', variables, { body: { key: 'books', connectionConfigId: place.configId } });
  t.equal(again.status, 409);
  const changed = await call('PATCH', `${variables}/${first.id}`, { body: { purpose: null, position: 3 } });
  t.equal(changed.body.purpose, null);
  t.equal(changed.body.position, 3);

  const reusable = await call('POST', '/connection-configs', {
    body: { key: 'reusable', provider: 'xero', level: 'customer', scopes: ['offline_access'] },
  });
  t.equal(reusable.status, 201);
  const second = await call('POST', variables, { body: { key: 'ledger', connectionConfigId: reusable.body.id } });
  t.equal(second.status, 201);
  const instance = await call('GET', `/instances/${place.instanceId}`);
  t.equal(instance.body.connections.length, 1, "a customer's connection is made when somebody comes");
  t.equal((await call('DELETE', `/connection-configs/${reusable.body.id}`)).body.code, 'in_use');
  t.equal((await call('DELETE', `${variables}/${second.body.id}`)).status, 202);
  t.equal((await call('DELETE', `/connection-configs/${reusable.body.id}`)).status, 202);
  t.equal((await call('GET', `/connection-configs/${reusable.body.id}`)).status, 404);

  const bound = await call('POST', '/integrations', { body: { key: 'another', name: 'Another' } });
  const foreign = await call('POST', `/integrations/${bound.body.id}/required-config-variables`, {
    body: { key: 'books', connectionConfigId: place.configId },
  });
  t.equal(foreign.status, 422, 'a config of another integration');
  t.equal((await call('DELETE', `/integrations/${bound.body.id}`)).status, 202);
});

t.test('a change that Postgres gives up for another one is made again', async (t) => {
  const place = await deploy(world, { key: 'deadlocked' });
  t.teardown(() => place.server.close());
  const [other, onlooker] = [0, 1].map(() => new pg.Client({ connectionString: world.adminUrl })) as [
    pg.Client,
    pg.Client,
  ];
  await Promise.all([other.connect(), onlooker.connect()]);
  t.teardown(() => Promise.all([other.end(), onlooker.end()]));
  // The other waits patiently, so it is the API's transaction that finds the circle, after its second.
  await other.query("BEGIN; SET LOCAL deadlock_timeout = '30s'");
  const lock = (table: string, id: string | undefined) =>
    other.query(`SELECT FROM ${table} WHERE id = $1 FOR UPDATE`, [id]);
  await lock('connection_config', parseId('connection_config', place.configId));
  const making = call('POST', `/integrations/${place.integrationId}/required-config-variables`, {
    body: { key: 'deadlocked', connectionConfigId: place.configId },
  });
  const isWaiting = async () =>
    (
      await onlooker.query(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      )
    ).rowCount !== 0;
  while (!(await isWaiting())) await new Promise((resolve) => setTimeout(resolve, 20));
  await lock('integration', parseId('integration', place.integrationId));
  await other.query('COMMIT');
  t.equal((await making).status, 201);
});

t.test('instances: connections for every environment', async (t) => {
  const place = await deploy(world, { key: 'instances' });
  t.teardown(() => place.server.close());
  const path = `/instances/${place.instanceId}`;
  const both = await call('PATCH', path, { body: { environments: ['production', 'sandbox'], name: 'New name' } });
  t.equal(both.body.name, 'New name');
  t.same(both.body.connections.map((connection: { environment: string }) => connection.environment).sort(), [
    'production',
    'sandbox',
  ]);
  const lost = await call('PATCH', path, { body: { environments: ['sandbox'] } });
  t.equal(lost.status, 422);
  t.equal(lost.body.errors[0].field, 'environments');
  t.equal((await call('GET', `/instances?customerId=${place.customerId}`)).body.items.length, 1);
  const nobody = { integrationId: place.integrationId, customerId: `cus_${'0'.repeat(32)}`, name: 'x' };
  const refused = await call('POST', '/instances', { body: nobody });
  t.equal(refused.status, 404);
  t.equal(refused.body.errors[0].field, 'customerId');

  await world.connect(place.connectionId);
  world.rings.length = 0;
  const deleted = await call('DELETE', path);
  t.equal(deleted.status, 202);
  t.equal(deleted.body.disconnecting, 1);
  t.same(world.rings, ['revoke']);
  t.equal((await call('GET', path)).status, 404);
  t.equal((await call('GET', `/connections/${place.connectionId}`)).body.status, 'disconnecting');
  t.equal((await call('GET', `/connections/${place.connectionId}/access-token`)).body.code, 'not_connected');
});
