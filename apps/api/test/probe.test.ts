import { inTenant } from '@latchkey/db';
import { parseId } from '@latchkey/oauth';
import t, { type Test } from 'tap';
import { definitionOf, deploy } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

/** A connected connection whose definition has this `api`. */
async function connectedWith(t: Test, key: string, apiOf: (apiUrl: string) => object) {
  const place = await deploy(world, { key });
  t.teardown(() => place.server.close());
  const definition = { ...definitionOf(place.server), api: apiOf(place.server.apiUrl) };
  const patched = await call('PATCH', `/connection-configs/${place.configId}`, { body: { definition } });
  if (patched.status !== 200) throw new Error(JSON.stringify(patched.body));
  await world.connect(place.connectionId);
  return { ...place, path: `/connections/${place.connectionId}` };
}

t.test('a probe says whether the token works, and nothing of the answer', async (t) => {
  const { path, server } = await connectedWith(t, 'probe', (url) => ({ probe: { url } }));
  const worked = await call('POST', `${path}/test`);
  t.equal(worked.status, 200);
  t.same(worked.body, { outcome: 'worked', providerStatus: 200, introspection: null, cause: null });
  const unchanged = await call('GET', path);
  t.equal(unchanged.body.health, 'unused', 'trying is not using');

  await server.close();
  const silent = await call('POST', `${path}/test`);
  t.match(silent.body, { outcome: 'unreachable', providerStatus: null });
  t.type(silent.body.cause, 'string');
  t.equal((await call('POST', `${path}/test`, { key: world.globex.key })).status, 404);
});

t.test('a declared signal, an answer that says neither, and no probe at all', async (t) => {
  const refused = await connectedWith(t, 'signal', (url) => ({
    probe: { url: `${url}/nowhere` },
    expirySignals: [{ status: 404 }],
  }));
  t.match((await call('POST', `${refused.path}/test`)).body, { outcome: 'refused', providerStatus: 404 });
  const unclear = await connectedWith(t, 'unclear', (url) => ({ probe: { url: `${url}/nowhere` } }));
  t.match((await call('POST', `${unclear.path}/test`)).body, { outcome: 'unclear', providerStatus: 404 });
  const none = await connectedWith(t, 'no-probe', (url) => ({ baseUrl: url }));
  const answer = await call('POST', `${none.path}/test`);
  t.equal(answer.status, 422);
  t.equal(answer.body.errors[0].field, 'definition.api.probe');
  await call('POST', `${none.path}/disconnect`);
  t.equal((await call('POST', `${none.path}/test`)).body.code, 'not_connected');
});

t.test('a connection is tested by introspection where the definition names the endpoint (RFC 7662)', async (t) => {
  const place = await deploy(world, { key: 'introspect' });
  t.teardown(() => place.server.close());
  const { server, connectionId } = place;
  const introspect = { url: server.introspectUrl };
  const patch = async (definition: object) => {
    const patched = await call('PATCH', `/connection-configs/${place.configId}`, { body: { definition } });
    t.equal(patched.status, 200, JSON.stringify(patched.body));
  };
  await patch({ ...definitionOf(server), introspect });
  await world.connect(connectionId);
  const test = async () => (await call('POST', `/connections/${connectionId}/test`)).body;
  const nothing = { providerStatus: null, cause: null };
  t.same(await test(), { ...nothing, outcome: 'worked', introspection: 'active' });
  t.match(server.ledger.entries.at(-1), { endpoint: 'introspect', parameters: { token_type_hint: 'access_token' } });

  server.script({ endpoint: 'introspect', fault: { kind: 'html', status: 502 } });
  t.same(await test(), { ...nothing, outcome: 'unclear', introspection: 'failed', cause: 'status 502' });
  const asked = () => server.ledger.entries.filter(({ endpoint }) => endpoint === 'introspect').length;
  const before = asked();
  await call('GET', `/connections/${connectionId}/access-token`);
  t.equal(asked(), before, 'who reads a token does not wait for it');

  // What a live grant was made with counts, whatever the config says by now.
  await patch(definitionOf(server));
  server.killGrant(server.ledger.liveGrants()[0]?.family ?? '');
  t.same(await test(), { ...nothing, outcome: 'refused', introspection: 'inactive' });

  await patch({ ...definitionOf(server), introspect, api: { probe: { url: `${server.apiUrl}` } } });
  await world.connect(connectionId);
  t.same(await test(), { outcome: 'worked', providerStatus: 200, introspection: 'active', cause: null });
  server.script({ endpoint: 'introspect', fault: { kind: 'drop_before' } });
  t.match(await test(), { outcome: 'worked', providerStatus: 200, introspection: 'failed' });
  server.script({ endpoint: 'api', fault: { kind: 'answer', status: 401 } });
  t.match(await test(), { outcome: 'refused', providerStatus: 401, introspection: 'active' });
});

t.test('an API that says that the token has expired gets it renewed at once', async (t) => {
  const { path, connectionId } = await connectedWith(t, 'expired', (url) => ({
    baseUrl: url,
    expirySignals: [{ status: 400, bodyHolds: 'Session has EXPIRED' }, { bodyHolds: 'token_revoked' }],
  }));
  const { organizationId } = world.acme;
  const id = parseId('connection', connectionId) as string;
  const clock = () =>
    inTenant(world.db, organizationId, async (tx) => {
      const { grantId } = await tx.connection.findUniqueOrThrow({
        where: { organizationId_id: { organizationId, id } },
      });
      return tx.grantClock.findUniqueOrThrow({
        where: { organizationId_grantId: { organizationId, grantId: grantId as string } },
      });
    });
  const age = async () => {
    const { grantId } = await clock();
    await inTenant(world.db, organizationId, (tx) =>
      tx.grantClock.updateMany({
        where: { organizationId, grantId },
        data: { refreshedAt: new Date(Date.now() - 300_000), dueReason: 'schedule' },
      }),
    );
    world.rings.length = 0;
  };
  const report = async (given: object) => {
    const answer = await call('POST', `${path}/executions`, { body: { outcome: 'connection_error', ...given } });
    t.equal(answer.status, 200);
    return (await clock()).dueReason;
  };
  const expired = { providerStatus: 400, providerBody: '{"message":"session has expired"}' };

  t.equal(await report(expired), 'schedule', 'a token of this minute is not blamed for its age');
  for (const seen of [expired, { providerStatus: 401 }, { providerStatus: 200, providerBody: 'TOKEN_REVOKED' }]) {
    await age();
    t.equal(await report(seen), 'forced', JSON.stringify(seen));
    t.same(world.rings, ['refresh']);
  }
  for (const seen of [{ providerStatus: 400 }, { providerStatus: 403, providerBody: 'session has expired' }, {}]) {
    await age();
    t.equal(await report(seen), 'schedule', JSON.stringify(seen));
    t.same(world.rings, []);
  }
  await age();
  await call('POST', `${path}/executions`, { body: { outcome: 'succeeded', ...expired } });
  t.equal((await clock()).dueReason, 'schedule', 'a success is no rejection');
  const { items } = (await call('GET', `${path}/events`)).body;
  t.equal(items.filter(({ kind }: { kind: string }) => kind === 'access_token_rejected').length, 3);
});
