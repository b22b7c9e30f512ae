import { openDatabase } from '@latchkey/db';
import { eraseDeleted } from '@latchkey/db/management';
import { parseId, revokeGrant } from '@latchkey/oauth';
import t from 'tap';
import { scopes } from '../src/scopes.js';
import { clientSecret, definitionOf, deploy } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
const worker = openDatabase({ url: world.workerUrl, poolMax: 2, applicationName: 'api-test' });
t.teardown(async () => {
  await worker.close();
  await world.close();
});
const { call } = world;

const tables = [
  'customer',
  '"user"',
  'integration',
  'connection_config',
  'instance',
  'connection',
  '"grant"',
  'client',
  'wizard_session',
];
const count = async () => {
  const counts: Record<string, number> = {};
  for (const table of tables)
    counts[table] = (await worker.pool.query(`SELECT count(*)::int AS n FROM ${table}`)).rows[0].n;
  return counts;
};

t.test('a deletion revokes what is below, then erases it, and touches nothing else', async (t) => {
  const kept = await deploy(world, { key: 'kept' });
  await world.connect(kept.connectionId);
  const before = await count();

  const place = await deploy(world);
  t.teardown(() => Promise.all([place.server.close(), kept.server.close()]));
  await world.connect(place.connectionId);
  await call('POST', '/wizard-sessions', { body: { instanceId: place.instanceId, userId: place.userId } });
  t.equal((await call('DELETE', `/customers/${place.customerId}`)).body.disconnecting, 1);
  t.equal((await call('DELETE', `/integrations/${place.integrationId}`)).body.disconnecting, 0, 'it is on its way');
  t.equal((await count()).wizard_session, 0, 'wizard sessions end at once');

  t.same(await eraseDeleted(worker), { disconnected: 0, connections: 0, owners: 1 }, 'the grant is not revoked yet');
  t.equal(place.server.ledger.liveGrants().length, 1);
  const claims = await world.workerPorts(worker).grants.claimDueRevocations({
    holder: 'test',
    limit: 10,
    times: world.ports.times,
  });
  for (const claim of claims) await revokeGrant(world.workerPorts(worker), claim);
  t.equal(place.server.ledger.liveGrants().length, 0);

  t.match(await eraseDeleted(worker), { disconnected: 0, connections: 1 });
  t.same(await count(), before);
  t.same(await eraseDeleted(worker), { disconnected: 0, connections: 0, owners: 0 }, 'again: nothing left');
  t.equal((await call('GET', `/connections/${kept.connectionId}/access-token`)).status, 200);
  t.equal((await call('GET', `/connections/${place.connectionId}`)).status, 404);
  const again = await deploy(world);
  t.teardown(() => again.server.close());
});

t.test('a flow that ends well while its owner is deleted is let go of', async (t) => {
  const place = await deploy(world, { key: 'straggler' });
  t.teardown(() => place.server.close());
  await call('DELETE', `/instances/${place.instanceId}`);
  await world.connect(place.connectionId);
  t.match(await eraseDeleted(worker), { disconnected: 1, connections: 0, owners: 0 });
  t.equal((await call('GET', `/connections/${place.connectionId}/access-token`)).body.code, 'not_connected');
});

t.test('a connection whose code is being exchanged is not erased before its tokens can be revoked', async (t) => {
  const place = await deploy(world, { key: 'exchange' });
  t.teardown(() => place.server.close());
  const gate = place.server.gate();
  place.server.script({ endpoint: 'token', fault: { kind: 'gate', gate, at: 'after' } });
  const connecting = world.connect(place.connectionId);
  await gate.arrived;
  await call('DELETE', `/instances/${place.instanceId}`);
  t.match(await eraseDeleted(worker), { connections: 0 });
  gate.release();
  await connecting;
  t.match(await eraseDeleted(worker), { disconnected: 1, connections: 0 });
  const { grants } = world.workerPorts(worker);
  for (const claim of await grants.claimDueRevocations({ holder: 'test', limit: 10, times: world.ports.times }))
    await revokeGrant(world.workerPorts(worker), claim);
  t.same(place.server.ledger.liveGrants(), []);
  t.match(await eraseDeleted(worker), { connections: 1 });
});

t.test(
  'a limited key that deletes a variable lets go of what nothing uses any more, and of nothing else',
  async (t) => {
    const ours = await deploy(world, { key: 'limited' });
    const theirs = await deploy(world, { key: 'beyond' });
    t.teardown(() => Promise.all([ours.server.close(), theirs.server.close()]));
    const integrationIds = [parseId('integration', ours.integrationId) ?? ''];
    const limited = await world.mintKey(world.acme, scopes, undefined, { integrationIds });
    const made = async (path: string, body: object) => (await call('POST', path, { body })).body;
    const everybodys = (key: string, level: string) =>
      made('/connection-configs', {
        ...{ key, level, definition: definitionOf(ours.server) },
        environments: { production: { clientId: 'acme-client', clientSecret } },
      });
    const need = (integrationId: string, key: string, config: { id: string }) =>
      made(`/integrations/${integrationId}/required-config-variables`, { key, connectionConfigId: config.id });
    const connectOne = async (query: string) => {
      const [{ id }] = (await call('GET', `/connections?${query}`)).body.items;
      await world.connect(id);
      return id;
    };
    const status = async (id: string) => (await call('GET', `/connections/${id}`)).body.status;
    const drop = ({ id }: { id: string }) =>
      call('DELETE', `/integrations/${ours.integrationId}/required-config-variables/${id}`, { key: limited });

    // A customer's connection: the key does not see the instance of the other integration that uses it too.
    const shared = await everybodys('shared', 'customer');
    await need(theirs.integrationId, 'ledger', shared);
    const { customerId } = ours;
    const beside = await made('/instances', { integrationId: theirs.integrationId, customerId, name: 'Beside' });
    await made('/wizard-sessions', { instanceId: beside.id });
    const used = await connectOne(`customerId=${customerId}&connectionConfigId=${shared.id}`);
    await need(ours.integrationId, 'reaches', shared);
    const ledger = await need(ours.integrationId, 'ledger', shared);
    const link = { body: { connectionId: used } };
    t.equal((await call('PUT', `/instances/${ours.instanceId}/connections/ledger`, link)).status, 200);
    t.match(await drop(ledger), { status: 202, body: { disconnecting: 0 } });
    t.equal(await status(used), 'active', 'another integration uses it');

    // With the variable that needs it, this config leaves the key's reach.
    const alone = await everybodys('alone', 'instance');
    const variable = await need(ours.integrationId, 'alone', alone);
    const orphan = await connectOne(`instanceId=${ours.instanceId}&connectionConfigId=${alone.id}`);
    t.match(await drop(variable), { status: 202, body: { disconnecting: 1 } });
    t.equal(await status(orphan), 'disconnecting');
    t.equal((await drop(variable)).status, 404);
  },
);
