import t from 'tap';
import { deploy } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

/** A body that each route would take from the organization that the ids belong to. */
const bodies: Record<string, object> = {
  'PATCH /v1/integrations/{id}': { name: 'x' },
  'POST /v1/integrations/{id}/required-config-variables': { key: 'x', connectionConfigId: 'CONFIG' },
  'PATCH /v1/integrations/{id}/required-config-variables/{variableId}': { position: 1 },
  'PATCH /v1/connection-configs/{id}': { name: 'x' },
  'POST /v1/connection-configs/{id}/check': {},
  'POST /v1/connection-configs/{id}/upgrade': { definitionVersion: 'x' },
  'POST /v1/connection-configs/{id}/environments/{environment}/replace-client': { clientId: 'x', grants: 0 },
  'POST /v1/connection-configs/{id}/environments/{environment}/keys': {},
  'POST /v1/connection-configs/{id}/environments/{environment}/register': {},
  'PATCH /v1/customers/{id}': { name: 'x' },
  'POST /v1/customers/{id}/users': { externalId: 'x', name: 'x' },
  'PATCH /v1/customers/{id}/users/{userId}': { name: 'x' },
  'PATCH /v1/instances/{id}': { name: 'x' },
  'PUT /v1/instances/{id}/connections/{key}': { connectionId: 'CONNECTION' },
  'PATCH /v1/connections/{id}': { scopesOverride: ['x'] },
  'POST /v1/connections/{id}/executions': { outcome: 'succeeded' },
  'POST /v1/connections/{id}/authorize': { completionChallenge: 'c'.repeat(43) },
  'POST /v1/authorization-sessions/{id}/complete': { completionCode: 'x', completionVerifier: 'v'.repeat(43) },
  'POST /v1/connections/{id}/access-token/reject': { fingerprint: '0'.repeat(64) },
};

t.test("another organization's ids are nothing on every route that takes one", async (t) => {
  const place = await deploy(world);
  t.teardown(() => place.server.close());
  await world.connect(place.connectionId);
  const embedded = { completion: 'embedded', completionRedirectUri: 'https://app.acme.example/' };
  await call('PATCH', `/connection-configs/${place.configId}`, { body: embedded });
  const begun = await call('POST', `/connections/${place.connectionId}/authorize`, {
    body: { completionChallenge: 'c'.repeat(43) },
  });
  const variables = await call('GET', `/integrations/${place.integrationId}/required-config-variables`);
  const keys = await call('GET', '/api-keys');
  const ids: Record<string, string> = {
    'api-keys': keys.body.items[0].id,
    integrations: place.integrationId,
    'connection-configs': place.configId,
    customers: place.customerId,
    instances: place.instanceId,
    connections: place.connectionId,
    'authorization-sessions': begun.body.authorizationSessionId,
    '{userId}': place.userId,
    '{variableId}': variables.body.items[0].id,
    '{environment}': 'production',
    '{key}': 'books',
  };
  const document = world.app.swagger() as unknown as { paths: Record<string, Record<string, unknown>> };
  const before = JSON.stringify([
    await call('GET', `/instances/${place.instanceId}`),
    variables.body,
    keys.body.items.length,
  ]);
  let tried = 0;
  for (const [path, methods] of Object.entries(document.paths)) {
    if (!path.includes('{') || path.startsWith('/v1/providers')) continue;
    const [, , resource = ''] = path.split('/');
    const url = path
      .slice('/v1'.length)
      .replace('{id}', ids[resource] ?? '')
      .replace(/\{(userId|variableId|environment|key)\}/, (name) => ids[name] ?? '');
    for (const method of Object.keys(methods)) {
      const name = `${method.toUpperCase()} ${path}`;
      const body =
        bodies[name] &&
        JSON.parse(
          JSON.stringify(bodies[name]).replace('CONFIG', place.configId).replace('CONNECTION', place.connectionId),
        );
      const answer = await call(method.toUpperCase() as 'GET', url, {
        key: world.globex.key,
        ...(body ? { body } : {}),
      });
      t.equal(answer.status, 404, name);
      t.equal(answer.body.code, 'not_found', name);
      tried++;
    }
  }
  t.ok(tried > 25, `${tried} routes`);
  const after = JSON.stringify([
    await call('GET', `/instances/${place.instanceId}`),
    (await call('GET', `/integrations/${place.integrationId}/required-config-variables`)).body,
    (await call('GET', '/api-keys')).body.items.length,
  ]);
  const quiet = (text: string) => text.replace(/"(x-request-id|date|lastUsedAt)":"[^"]*"/g, '');
  t.equal(quiet(after), quiet(before), 'nothing changed');
});

t.test("another organization's ids are nothing inside bodies and filters", async (t) => {
  const place = await deploy(world, { key: 'bodies' });
  t.teardown(() => place.server.close());
  const { key } = world.globex;
  const own = await call('POST', '/customers', { key, body: { externalId: 'own', name: 'Own' } });
  const integration = await call('POST', '/integrations', { key, body: { key: 'own', name: 'Own' } });
  const { integrationId, customerId, instanceId, userId, configId } = place;
  const refusals: [string, object, string][] = [
    ['/instances', { integrationId, customerId: own.body.id, name: 'x' }, 'integrationId'],
    ['/instances', { integrationId: integration.body.id, customerId, name: 'x' }, 'customerId'],
    ['/wizard-sessions', { instanceId }, 'instanceId'],
    ['/wizard-sessions', { customerId }, 'customerId'],
    ['/wizard-sessions', { customerId: own.body.id, userId }, 'userId'],
    ['/connection-configs', { key: 'x', provider: 'xero', integrationId }, 'integrationId'],
    [
      `/integrations/${integration.body.id}/required-config-variables`,
      { key: 'x', connectionConfigId: configId },
      'connectionConfigId',
    ],
  ];
  for (const [path, body, field] of refusals) {
    const refused = await call('POST', path, { key, body });
    t.equal(refused.status, 404, `${path} ${field}`);
    t.equal(refused.body.errors[0].field, field);
  }
  for (const query of [`customerId=${customerId}`, `instanceId=${instanceId}`, `integrationId=${integrationId}`])
    t.same((await call('GET', `/connections?${query}`, { key })).body.items, []);
  t.same((await call('GET', `/audit-events?targetId=${customerId}`, { key })).body.items, []);
  for (const path of ['/customers', '/integrations', '/instances', '/connection-configs', '/connections', '/api-keys'])
    t.notMatch(JSON.stringify((await call('GET', path, { key })).body), customerId.slice(4), path);
});
