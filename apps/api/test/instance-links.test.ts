import { inTenant, newId } from '@latchkey/db';
import { parseId } from '@latchkey/oauth';
import t from 'tap';
import { deploy } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

t.test('levels: a customer’s connection is shared by its instances, and by nobody else’s', async (t) => {
  const place = await deploy(world, { key: 'shared' });
  const other = await deploy(world, { key: 'shared-2' });
  t.teardown(() => Promise.all([place.server.close(), other.server.close()]));
  const config = await call('POST', '/connection-configs', {
    body: { key: 'of-customer', provider: 'xero', level: 'customer' },
  });
  for (const { integrationId } of [place, other])
    await call('POST', `/integrations/${integrationId}/required-config-variables`, {
      body: { key: 'ledger', connectionConfigId: config.body.id },
    });
  const second = await call('POST', '/instances', {
    body: { integrationId: place.integrationId, customerId: place.customerId, name: 'Second' },
  });
  // Somebody is on the way to the first instance's wizard: the customer's connection is made, and linked to it.
  await call('POST', '/wizard-sessions', { body: { instanceId: place.instanceId } });
  const found = await call('GET', `/connections?customerId=${place.customerId}&provider=xero`);
  t.equal(found.body.items.length, 1);
  const [shared] = found.body.items;
  t.match(shared, { level: 'customer', customerId: place.customerId, instanceId: null });

  const path = `/instances/${second.body.id}/connections/ledger`;
  const linked = await call('PUT', path, { body: { connectionId: shared.id } });
  t.equal(linked.status, 200);
  const used = (instance: typeof linked) => instance.body.connections.map(({ id }: { id: string }) => id);
  t.ok(used(linked).includes(shared.id));
  t.same(used(await call('PUT', path, { body: { connectionId: shared.id } })), used(linked), 'again changes nothing');
  const links = (await call('GET', `/connections/${shared.id}`)).body.links;
  t.same(
    links.map(({ instanceId }: { instanceId: string }) => instanceId).sort(),
    [place.instanceId, second.body.id].sort(),
  );

  const refusals: [string, string, string, number][] = [
    ['another customer’s instance', `/instances/${other.instanceId}/connections/ledger`, shared.id, 422],
    ['another variable’s config', `/instances/${second.body.id}/connections/books`, shared.id, 422],
    ['another instance’s own', `/instances/${second.body.id}/connections/books`, place.connectionId, 422],
    ['no such variable', `/instances/${second.body.id}/connections/nothing`, shared.id, 404],
    ['no such connection', path, `conn_${'0'.repeat(32)}`, 404],
  ];
  for (const [what, where, connectionId, status] of refusals)
    t.equal((await call('PUT', where, { body: { connectionId } })).status, status, what);
  const foreign = await call('PUT', path, { body: { connectionId: shared.id }, key: world.globex.key });
  t.equal(foreign.status, 404);
});

t.test('an integration has 50 variables at most, also when they come at once', async (t) => {
  const { body: integration } = await call('POST', '/integrations', { body: { key: 'many', name: 'Many' } });
  const { body: config } = await call('POST', '/connection-configs', { body: { key: 'many', provider: 'xero' } });
  const { organizationId } = world.acme;
  const integrationId = parseId('integration', integration.id) ?? '';
  const connectionConfigId = parseId('connection_config', config.id) ?? '';
  await inTenant(world.db, organizationId, (tx) =>
    tx.requiredConfigVariable.createMany({
      data: Array.from({ length: 46 }, (_, at) => ({
        ...{ organizationId, id: newId(), integrationId, connectionConfigId, key: `v${at}` },
      })),
    }),
  );
  const path = `/integrations/${integration.id}/required-config-variables`;
  const raced = await Promise.all(
    Array.from({ length: 10 }, (_, at) =>
      call('POST', path, { body: { key: `raced-${at}`, connectionConfigId: config.id } }),
    ),
  );
  t.equal(raced.filter(({ status }) => status === 201).length, 4);
  for (const { body } of raced.filter(({ status }) => status !== 201))
    t.match(body, { status: 422, errors: [{ field: 'key', messages: [/50 variables at most/] }] });
});
