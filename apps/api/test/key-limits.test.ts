import { inTenant } from '@latchkey/db';
import { parseId } from '@latchkey/oauth';
import t from 'tap';
import { scopes } from '../src/scopes.js';
import { clientSecret, deploy } from './deployment.js';
import { operationsOf, walkRoutes } from './route-walk.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;
const uuid = (wireId: string) => parseId('integration', wireId) ?? '';

const ours = await deploy(world, { key: 'ours' });
const theirs = await deploy(world, { key: 'theirs' });
t.teardown(() => Promise.all([ours.server.close(), theirs.server.close()]));
for (const place of [ours, theirs]) await world.connect(place.connectionId);
// The other integration has a sandbox too, and ours as well.
for (const place of [ours, theirs]) {
  const body = { environments: { sandbox: { clientId: 'acme-sandbox', clientSecret } } };
  await call('PATCH', `/connection-configs/${place.configId}`, { body });
}
const twoEnvironments = await call('POST', '/instances', {
  body: {
    integrationId: ours.integrationId,
    customerId: ours.customerId,
    name: 'Both',
    environments: ['production', 'sandbox'],
  },
});
const inEnvironment = (name: string) =>
  twoEnvironments.body.connections.find(({ environment }: { environment: string }) => environment === name).id;
// A config that no integration owns: both need it, and its client is everybody's.
const shared = await call('POST', '/connection-configs', {
  body: {
    key: 'shared',
    level: 'customer',
    definition: { name: 'Shared', authorizeUrl: `${ours.server.issuer}/a`, tokenUrl: `${ours.server.issuer}/t` },
    environments: { production: { clientId: 'shared-client', clientSecret } },
  },
});
for (const place of [ours, theirs])
  await call('POST', `/integrations/${place.integrationId}/required-config-variables`, {
    body: { key: 'shared', connectionConfigId: shared.body.id },
  });
const unneeded = await call('POST', '/connection-configs', {
  body: {
    key: 'unneeded',
    definition: { name: 'U', authorizeUrl: `${ours.server.issuer}/a`, tokenUrl: `${ours.server.issuer}/t` },
  },
});

const limited = await world.mintKey(world.acme, scopes, undefined, { integrationIds: [uuid(ours.integrationId)] });
const sandboxed = await world.mintKey(world.acme, scopes, undefined, { environment: 'sandbox' });

/** What a walk must leave as it was. */
async function stateOf(place: typeof ours): Promise<string> {
  await world.lastUses.flush(); // else by its timer, in between
  const paths = [
    `/integrations/${place.integrationId}`,
    `/integrations/${place.integrationId}/required-config-variables`,
    `/connection-configs/${place.configId}`,
    `/instances/${place.instanceId}`,
    `/connections/${place.connectionId}`,
    `/connections/${place.connectionId}/events`,
  ];
  return JSON.stringify(await Promise.all(paths.map(async (path) => (await call('GET', path)).body)));
}

// Customers and their users are no integration's: a limited key reads and changes them, and deletes none.
const ofCustomers = (name: string) => /^(GET|POST|PATCH) \/v1\/customers\//.test(name);

t.test("a key limited to one integration finds nothing of another's on any route", async (t) => {
  const before = await stateOf(theirs);
  const answers = await walkRoutes(world, theirs, limited);
  for (const { name, status, code } of answers) {
    if (ofCustomers(name)) continue;
    t.ok(status === 404 || (status === 403 && code === 'outside_key_limits'), `${name}: ${status} ${code}`);
  }
  t.ok(answers.length > 35, String(answers.length));
  t.equal(await stateOf(theirs), before, 'and changes nothing');
});

t.test("no list and no answer of a limited key has another integration's rows", async (t) => {
  const foreign = [theirs.integrationId, theirs.configId, theirs.instanceId, theirs.connectionId, unneeded.body.id];
  for (const { method, path } of operationsOf(world).filter(
    ({ method, path }) => method === 'GET' && !path.includes('{'),
  )) {
    const answer = await call(method, path.slice('/v1'.length), { key: limited });
    t.ok(answer.status === 200 || answer.body.code === 'outside_key_limits', path);
    for (const id of foreign) t.notMatch(JSON.stringify(answer.body), id.split('_')[1] as string, `${path} ${id}`);
  }
  for (const query of [
    `integrationId=${theirs.integrationId}`,
    `instanceId=${theirs.instanceId}`,
    `connectionConfigId=${theirs.configId}`,
  ])
    t.same((await call('GET', `/connections?${query}`, { key: limited })).body.items, [], query);
  t.same((await call('GET', `/audit-events?targetId=${theirs.connectionId}`, { key: limited })).body.items, []);
  const listed = async (path: string) =>
    (await call('GET', path, { key: limited })).body.items.map(({ id }: { id: string }) => id);
  t.same(await listed('/integrations'), [ours.integrationId]);
  t.same(await listed('/connection-configs'), [ours.configId, shared.body.id], 'its own, and what it needs');
  t.same(await listed('/instances'), [ours.instanceId, twoEnvironments.body.id]);
  t.equal((await listed('/audit-events?action=integration.created')).length, 1);
  const [key] = (await call('GET', '/api-keys', { key: limited })).body.items;
  t.same(key.integrationIds, [ours.integrationId], 'of keys those that reach no further');
});

t.test("another integration's ids in bodies are nothing, and what is shared stays as it is", async (t) => {
  const refused: [string, 'POST' | 'PUT' | 'PATCH', string, object, number][] = [
    [
      'instance',
      'POST',
      '/instances',
      { integrationId: theirs.integrationId, customerId: ours.customerId, name: 'x' },
      404,
    ],
    ['wizard', 'POST', '/wizard-sessions', { instanceId: theirs.instanceId }, 404],
    ['config', 'POST', '/connection-configs', { key: 'x', provider: 'xero', integrationId: theirs.integrationId }, 404],
    ['a config of everybody', 'POST', '/connection-configs', { key: 'x', provider: 'xero' }, 403],
    ['the shared config', 'PATCH', `/connection-configs/${shared.body.id}`, { name: 'x' }, 403],
    [
      'its client',
      'PATCH',
      `/connection-configs/${shared.body.id}`,
      { environments: { production: { clientSecret: 'another' } } },
      403,
    ],
    ['its keys', 'POST', `/connection-configs/${shared.body.id}/environments/production/register`, {}, 403],
    ['link', 'PUT', `/instances/${ours.instanceId}/connections/books`, { connectionId: theirs.connectionId }, 404],
    ['integration', 'POST', '/integrations', { key: 'another', name: 'x' }, 403],
    ['origins', 'PUT', '/organization/origins', { origins: [] }, 403],
  ];
  for (const [what, method, path, body, status] of refused) {
    const answer = await call(method, path, { key: limited, body });
    t.equal(answer.status, status, `${what}: ${JSON.stringify(answer.body)}`);
    if (status === 403) t.equal(answer.body.code, 'outside_key_limits', what);
  }
  const imported = await call('POST', '/connections/import', {
    key: limited,
    body: { items: [{ connectionId: theirs.connectionId, accessToken: 'x' }] },
  });
  t.match(imported.body.results, [{ outcome: 'refused', errors: [{ message: 'names no connection' }] }]);
  const session = await call('POST', '/wizard-sessions', { key: limited, body: { customerId: theirs.customerId } });
  t.equal(session.status, 201);
  const made = await inTenant(world.db, world.acme.organizationId, (tx) =>
    tx.wizardSession.findFirstOrThrow({ orderBy: { id: 'desc' } }),
  );
  const own = parseId('connection', theirs.connectionId) as string;
  t.notMatch(JSON.stringify(made.permissions), own, 'a wizard of what is in reach');
});

t.test('within its limits a key does what it may', async (t) => {
  const token = await call('GET', `/connections/${ours.connectionId}/access-token`, { key: limited });
  t.equal(token.status, 200);
  t.equal((await call('GET', `/connections/${ours.connectionId}/events`, { key: limited })).status, 200);
  t.equal(
    (await call('PATCH', `/connections/${ours.connectionId}`, { key: limited, body: { scopesOverride: ['read'] } }))
      .status,
    200,
  );
  t.equal(
    (await call('PATCH', `/connection-configs/${ours.configId}`, { key: limited, body: { name: 'Ours' } })).status,
    200,
  );
  const made = await call('POST', '/instances', {
    key: limited,
    body: { integrationId: ours.integrationId, customerId: ours.customerId, name: 'Another' },
  });
  t.equal(made.status, 201, JSON.stringify(made.body));
  t.equal(made.body.connections.length, 1);
  t.equal((await call('POST', '/wizard-sessions', { key: limited, body: { instanceId: made.body.id } })).status, 201);
  const report = { outcome: 'connection_error', message: 'no' };
  t.equal(
    (await call('POST', `/connections/${made.body.connections[0].id}/executions`, { key: limited, body: report }))
      .status,
    200,
  );
  t.equal((await call('POST', `/connections/${ours.connectionId}/refresh`, { key: limited })).status, 202);
  t.equal((await call('DELETE', `/instances/${made.body.id}`, { key: limited })).status, 202);
  const variable = { key: 'late', connectionConfigId: shared.body.id };
  const variables = `/integrations/${ours.integrationId}/required-config-variables`;
  const late = await call('POST', variables, { key: limited, body: variable });
  t.equal(late.status, 201, JSON.stringify(late.body));
  t.equal((await call('DELETE', `${variables}/${late.body.id}`, { key: limited })).status, 202);
});

t.test('a key limited to an environment finds nothing of another one', async (t) => {
  const before = await stateOf(ours);
  for (const { name, status, code } of await walkRoutes(world, ours, sandboxed)) {
    // Integrations and configs are of all environments: they are read, and changed by keys without the limit.
    const isRead = /^GET \/v1\/(integrations|connection-configs)\/\{id\}(\/required-config-variables|\/upgrade)?$/.test(
      name,
    );
    if (ofCustomers(name) || isRead) continue;
    const isRefused = status === 404 || (status === 403 && code === 'outside_key_limits');
    // An environment that it does not see is none of those to choose from, and has no next secret.
    const isNothing =
      status === 422 ? name.endsWith('/check') : status === 409 && name.endsWith('/promote-client-secret');
    t.ok(isRefused || isNothing, `${name}: ${status} ${code}`);
  }
  t.equal(await stateOf(ours), before);
  const config = await call('GET', `/connection-configs/${ours.configId}`, { key: sandboxed });
  t.same(Object.keys(config.body.environments), ['sandbox']);
  const list = await call('GET', '/connections', { key: sandboxed });
  t.same(
    list.body.items.map(({ id }: { id: string }) => id),
    [inEnvironment('sandbox')],
  );
  const instance = await call('GET', `/instances/${twoEnvironments.body.id}`, { key: sandboxed });
  t.same(
    instance.body.connections.map(({ id }: { id: string }) => id),
    [inEnvironment('sandbox')],
  );
  t.equal(
    (await call('GET', `/connections/${inEnvironment('production')}/access-token`, { key: sandboxed })).status,
    404,
  );
  t.equal(
    (await call('GET', `/connections/${inEnvironment('sandbox')}/access-token`, { key: sandboxed })).body.code,
    'not_connected',
  );
  const patch = (environments: object) =>
    call('PATCH', `/connection-configs/${ours.configId}`, { key: sandboxed, body: { environments } });
  t.equal((await patch({ sandbox: { clientSecret: 'new-sandbox-secret' } })).status, 200);
  t.equal((await patch({ production: { clientSecret: 'x' } })).body.code, 'outside_key_limits');
  t.equal(
    (await call('POST', '/wizard-sessions', { key: sandboxed, body: { instanceId: twoEnvironments.body.id } })).status,
    201,
  );
  const made = (environments: string[]) =>
    call('POST', '/instances', {
      key: sandboxed,
      body: { integrationId: ours.integrationId, customerId: ours.customerId, name: 'x', environments },
    });
  t.equal((await made(['sandbox'])).status, 201);
  t.equal((await made(['sandbox', 'production'])).body.code, 'outside_key_limits');
});

t.test('a key limited to networks works from there only, whatever a header says', async (t) => {
  const key = await world.mintKey(world.acme, scopes, undefined, { allowedCidrs: ['203.0.113.0/24', '2001:db8::/32'] });
  const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
    world.app.inject({
      url: '/v1/organization',
      remoteAddress,
      headers: { authorization: `Bearer ${key}`, ...headers },
    });
  for (const address of ['203.0.113.9', '::ffff:203.0.113.9', '2001:db8::7'])
    t.equal((await from(address)).statusCode, 200, address);
  const refused = await from('198.51.100.1');
  t.equal(refused.statusCode, 403);
  t.equal(refused.json().code, 'address_not_allowed');
  for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip'])
    t.equal((await from('198.51.100.1', { [header]: '203.0.113.9' })).statusCode, 403, header);
});
