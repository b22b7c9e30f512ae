import t from 'tap';
import { clientSecret, definitionOf, deploy } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

t.test('client credentials of a connection', async (t) => {
  const place = await deploy(world, { key: 'own' });
  t.teardown(() => place.server.close());
  const path = `/connections/${place.connectionId}`;
  const refused = await call('PATCH', path, { body: { clientId: 'mine' } });
  t.equal(refused.status, 422, 'not where the vendor owns the client');
  t.equal(refused.body.errors[0].field, 'clientId');

  const definition = { ...definitionOf(place.server), client: { owner: 'connection' } };
  const environments = { production: { clientSecret: 'canary-of-the-vendor' } };
  await call('PATCH', `/connection-configs/${place.configId}`, { body: { definition, environments } });
  t.equal((await call('PATCH', path, { body: { clientSecret } })).body.errors[0].field, 'clientId');
  t.equal((await call('GET', path)).body.ownClient, null);
  const saved = await call('PATCH', path, { body: { clientId: 'acme-client', clientSecret } });
  t.same(saved.body.ownClient, { clientId: 'acme-client', hasClientSecret: true });
  await world.connect(place.connectionId);
  t.equal((await call('GET', path)).body.status, 'active', 'connected with the customer’s own secret');

  const publicly = await call('PATCH', path, { body: { clientSecret: null } });
  t.same(publicly.body.ownClient, { clientId: 'acme-client', hasClientSecret: false });
  const everything = JSON.stringify([
    (await call('GET', '/audit-events')).body,
    (await call('GET', `${path}/events`)).body,
    world.logged,
  ]);
  t.notMatch(everything, clientSecret);
});
