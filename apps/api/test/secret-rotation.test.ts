import { inTenant } from '@latchkey/db';
import t from 'tap';
import { clientSecret, deploy } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

t.test('a rotation without a gap: both secrets are live until the next one is promoted', async (t) => {
  const place = await deploy(world, { key: 'rotation' });
  t.teardown(() => place.server.close());
  const path = `/connection-configs/${place.configId}`;
  const environment = async (given: object) =>
    (await call('PATCH', path, { body: { environments: { production: given } } })).body.environments.production;
  const states = () =>
    inTenant(world.db, world.acme.organizationId, async (tx) => {
      const rows = await tx.clientSecret.findMany({
        where: { client: { connectionConfig: { key: 'rotation' } } },
        orderBy: { id: 'asc' },
      });
      return rows.map(({ state }) => state);
    });

  // The provider knows the new one only: the code and the refresh token both go out with it in the end.
  const both = await environment({ clientSecret: 'canary-outdated-secret', nextClientSecret: clientSecret });
  t.match(both, { hasClientSecret: true, hasNextClientSecret: true });
  t.same(await states(), ['retired', 'current', 'next']);
  await world.connect(place.connectionId);
  const token = await call('GET', `/connections/${place.connectionId}/access-token`);
  t.equal(token.status, 200);
  const minimum = await call('GET', `/connections/${place.connectionId}/access-token?minimumSeconds=86400`);
  t.equal(minimum.status, 200);

  const promote = `${path}/environments/production/promote-client-secret`;
  const promoted = await call('POST', promote);
  t.equal(promoted.status, 200);
  t.match(promoted.body.environments.production, { hasClientSecret: true, hasNextClientSecret: false });
  t.same(await states(), ['retired', 'retired', 'current']);
  await world.connect(place.connectionId);

  const again = await call('POST', promote);
  t.equal(again.status, 409);
  t.equal(again.body.code, 'conflict');
  t.equal((await call('POST', promote, { key: world.globex.key })).status, 404);

  t.match(await environment({ nextClientSecret: 'x-1' }), { hasNextClientSecret: true });
  t.match(await environment({ clientSecret: 'y-1' }), { hasClientSecret: true, hasNextClientSecret: true });
  t.match(await environment({ nextClientSecret: null }), { hasClientSecret: true, hasNextClientSecret: false });
  const audit = JSON.stringify((await call('GET', '/audit-events')).body);
  t.match(audit, 'connection_config.secret_promoted');
  t.notMatch(audit, /canary|x-1|y-1/);
});
