import { inTenant } from '@latchkey/db';
import { updateConnectionConfig } from '@latchkey/db/management';
import type { Definition } from '@latchkey/oauth';
import { parseId } from '@latchkey/oauth';
import t from 'tap';
import { clientSecret, deploy } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;
const { organizationId } = world.acme;

t.test('a pinned definition is upgraded only by a call that names what was shown', async (t) => {
  const made = await call('POST', '/connection-configs', {
    body: {
      key: 'pinned',
      provider: 'xero',
      inputs: [{ name: 'own', label: 'Own', type: 'text', visibility: 'customer' }],
    },
  });
  const path = `/connection-configs/${made.body.id}`;
  const same = await call('GET', `${path}/upgrade`);
  t.same(same.body.differences, []);
  t.equal(same.body.pinnedVersion, same.body.presentVersion);

  // As if the catalogue had changed since: what the config pins is another definition.
  const older = { ...(made.body.definition as Definition), scopeSeparator: ',' };
  await inTenant(world.db, organizationId, (tx) =>
    updateConnectionConfig(tx, organizationId, parseId('connection_config', made.body.id) as string, {
      definition: older,
      definitionVersion: 'older',
    }),
  );
  const shown = await call('GET', `${path}/upgrade`);
  t.match(shown.body, { provider: 'xero', pinnedVersion: 'older', liveGrants: 0 });
  t.same(shown.body.differences, [
    { field: 'scopeSeparator', before: ',', ...(made.body.definition.scopeSeparator ? { after: ' ' } : {}) },
  ]);

  const patched = await call('PATCH', path, { body: { provider: 'xero', name: 'Xero' } });
  t.equal(patched.body.definitionVersion, 'older', 'naming the same provider changes nothing');
  const stale = await call('POST', `${path}/upgrade`, { body: { definitionVersion: 'older' } });
  t.equal(stale.status, 409);
  const reader = await world.mintKey(world.acme, ['configs:read']);
  const body = { definitionVersion: shown.body.presentVersion };
  t.equal((await call('POST', `${path}/upgrade`, { body, key: reader })).status, 403);
  t.equal((await call('POST', `${path}/upgrade`, { body, key: world.globex.key })).status, 404);
  const upgraded = await call('POST', `${path}/upgrade`, { body });
  t.equal(upgraded.status, 200);
  t.equal(upgraded.body.definitionVersion, shown.body.presentVersion);
  t.same(upgraded.body.definition, made.body.definition);
  t.same(upgraded.body.inputs, made.body.inputs, 'its own inputs stay');
  t.same((await call('GET', `${path}/upgrade`)).body.differences, []);

  const place = await deploy(world, { key: 'inline' });
  t.teardown(() => place.server.close());
  const inline = await call('GET', `/connection-configs/${place.configId}/upgrade`);
  t.equal(inline.status, 422);
  t.equal(inline.body.errors[0].field, 'provider');
});

t.test('a client id is replaced under live grants only by the call for it', async (t) => {
  const place = await deploy(world, {
    key: 'replace',
    clients: [
      { clientId: 'acme-client', clientSecret, authMethod: 'client_secret_basic' },
      { clientId: 'acme-2', clientSecret: 'canary-second-0c1d', authMethod: 'client_secret_basic' },
    ],
  });
  t.teardown(() => place.server.close());
  await world.connect(place.connectionId);
  const config = `/connection-configs/${place.configId}`;
  const path = `${config}/environments/production/replace-client`;
  const refused = await call('PATCH', config, { body: { environments: { production: { clientId: 'acme-2' } } } });
  t.equal(refused.body.code, 'client_in_use', 'PATCH still refuses');

  const to = { clientId: 'acme-2', clientSecret: 'canary-second-0c1d' };
  const writer = await world.mintKey(world.acme, ['configs:write']);
  t.equal((await call('POST', path, { body: { ...to, grants: 1 }, key: writer })).body.code, 'missing_scope');
  const surprised = await call('POST', path, { body: { ...to, grants: 0 } });
  t.equal(surprised.status, 409);
  t.match(surprised.body.errors[0], { field: 'grants', messages: ['is not 1'] });
  t.equal((await call('POST', path, { body: { ...to, clientId: 'acme-client', grants: 1 } })).status, 422);
  t.equal((await call('POST', path.replace('production', 'sandbox'), { body: { ...to, grants: 1 } })).status, 404);
  t.equal((await call('POST', path, { body: { ...to, grants: 1 }, key: world.globex.key })).status, 404);

  const replaced = await call('POST', path, { body: { ...to, grants: 1 } });
  t.equal(replaced.status, 200);
  t.match(replaced.body, { formerClientId: 'acme-client', grants: 1 });
  t.match(replaced.body.connectionConfig.environments.production, { clientId: 'acme-2', hasClientSecret: true });
  t.notMatch(JSON.stringify(replaced.body), 'canary');

  const requests = () => place.server.ledger.entries.filter(({ endpoint }) => endpoint === 'token');
  const token = `/connections/${place.connectionId}/access-token?minimumSeconds=86400`;
  t.equal((await call('GET', token)).status, 200);
  t.equal(requests().at(-1)?.clientId, 'acme-client', 'the grant is refreshed with the client that it was made with');
  await world.connect(place.connectionId);
  t.equal(requests().at(-1)?.clientId, 'acme-2', 'a reconnect takes the new one');
});
