import { inTenant } from '@latchkey/db';
import t from 'tap';
import { clientSecret, deploy } from './deployment.js';
import { callbackPublicUrl, openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

t.test('the organization and its origins', async (t) => {
  const organization = await call('GET', '/organization');
  t.equal(organization.status, 200);
  t.equal(organization.body.name, 'Acme Rota');
  t.match(organization.body.id, /^org_[0-9a-f]{32}$/);
  t.same((await call('GET', '/organization/origins')).body, { origins: [] });
  const origins = ['http://127.0.0.3:4400', 'https://app.example.com'];
  const put = await call('PUT', '/organization/origins', { body: { origins: [...origins].reverse() } });
  t.same(put.body, { origins });
  t.same((await call('PUT', '/organization/origins', { body: { origins } })).body, { origins }, 'again');
  const refused = await call('PUT', '/organization/origins', {
    body: { origins: ['https://app.example.com/path', 'http://app.example.com', 'null'] },
  });
  t.equal(refused.status, 422);
  t.same(
    refused.body.errors.map((error: { field: string }) => error.field),
    ['origins.0', 'origins.1', 'origins.2'],
  );
  t.match(refused.body.errors[0].messages[0], 'https://app.example.com');
  t.same((await call('GET', '/organization/origins')).body, { origins }, 'nothing of a refused list is kept');
});

t.test('the catalogue', async (t) => {
  const list = await call('GET', '/providers');
  t.ok(list.body.items.length >= 3);
  const [first] = list.body.items;
  t.same((await call('GET', `/providers/${first.key}`)).body, first);
  t.match(first.definitionVersion, /^sha256:/);
  t.equal((await call('GET', '/providers/nobody')).status, 404);
});

t.test('API keys: minted once, a subset of the minting key, revoked', async (t) => {
  const made = await call('POST', '/api-keys', {
    body: { name: 'reader', scopes: ['connections:read', 'keys:write'] },
  });
  t.equal(made.status, 201);
  t.match(made.body.key, /^lk_[A-Za-z0-9_-]{43}$/);
  t.equal(made.headers['cache-control'], 'no-store');
  const { key, id } = made.body;
  t.equal((await call('GET', '/connections', { key })).status, 200);
  const missing = await call('GET', '/customers', { key });
  t.equal(missing.status, 403);
  t.equal(missing.body.code, 'missing_scope');
  t.equal(missing.body.scope, 'customers:read');
  const more = await call('POST', '/api-keys', { key, body: { name: 'more', scopes: ['tokens:read'] } });
  t.equal(more.status, 403);
  t.match(more.body.detail, 'tokens:read');
  t.equal((await call('POST', '/api-keys', { key, body: { name: 'x', scopes: ['connections:read'] } })).status, 201);

  const list = await call('GET', '/api-keys?limit=200');
  t.notMatch(JSON.stringify(list.body), key);
  t.notOk('key' in list.body.items[0]);
  const revoked = await call('DELETE', `/api-keys/${id}`);
  t.match(revoked.body.revokedAt, /Z$/);

  const soon = new Date(Date.now() + 3_600_000);
  const brief = await world.mintKey(world.acme, ['keys:write', 'connections:read'], soon);
  const longer = { name: 'longer', scopes: ['connections:read'] };
  t.equal((await call('POST', '/api-keys', { key: brief, body: longer })).status, 422, 'an end is required');
  const late = { ...longer, expiresAt: new Date(soon.getTime() + 1000).toISOString() };
  t.equal((await call('POST', '/api-keys', { key: brief, body: late })).body.errors[0].field, 'expiresAt');
  const fitting = { ...longer, expiresAt: new Date(soon.getTime() - 1000).toISOString() };
  t.equal((await call('POST', '/api-keys', { key: brief, body: fitting })).status, 201);
  t.equal((await call('POST', '/api-keys', { body: { name: 'x', scopes: [] } })).status, 400);
  t.equal((await call('POST', '/api-keys', { body: { name: 'x', scopes: ['all'] } })).status, 400);
});

t.test('customers and users', async (t) => {
  const made = await call('POST', '/customers', { body: { externalId: 'b-1', name: 'Bakery' } });
  t.equal(made.status, 201);
  t.equal((await call('POST', '/customers', { body: { externalId: 'b-1', name: 'Other' } })).status, 409);
  const path = `/customers/${made.body.id}`;
  t.same((await call('GET', path)).body, made.body);
  const renamed = await call('PATCH', path, { body: { name: 'Bakery Ltd' } });
  t.equal(renamed.body.name, 'Bakery Ltd');
  t.same((await call('GET', '/customers?externalId=b-1')).body.items, [renamed.body]);

  const user = await call('POST', `${path}/users`, {
    body: { externalId: 'ada', name: 'Ada', email: 'ada@b.example' },
  });
  t.equal(user.status, 201);
  t.equal(user.body.customerId, made.body.id);
  t.equal((await call('POST', `${path}/users`, { body: { externalId: 'ada', name: 'Ada' } })).status, 409);
  const userPath = `${path}/users/${user.body.id}`;
  t.same((await call('GET', userPath)).body, user.body);
  t.equal((await call('PATCH', userPath, { body: { email: null } })).body.email, null);
  t.equal((await call('GET', `${path}/users`)).body.items.length, 1);

  const other = await call('POST', '/customers', { body: { externalId: 'b-2', name: 'Cafe' } });
  t.equal(
    (await call('GET', `/customers/${other.body.id}/users/${user.body.id}`)).status,
    404,
    "another customer's user",
  );
  t.equal((await call('DELETE', userPath)).status, 202);
  t.equal((await call('GET', userPath)).status, 404);
  t.same((await call('DELETE', path)).body, { id: made.body.id, state: 'deleting', disconnecting: 0 });
  t.equal((await call('GET', path)).status, 404);
  t.equal((await call('PATCH', path, { body: { name: 'x' } })).status, 404);
});

t.test('lists are paged by a cursor', async (t) => {
  for (let n = 0; n < 5; n++)
    await call('POST', '/customers', { body: { externalId: `page-${n}`, name: `Customer ${n}` } });
  const names: string[] = [];
  let after = '';
  for (let pages = 0; pages < 10; pages++) {
    const page = await call('GET', `/customers?limit=2${after}`);
    t.ok(page.body.items.length <= 2);
    names.push(...page.body.items.map((item: { name: string }) => item.name));
    if (page.body.next === null) break;
    after = `&after=${page.body.next}`;
  }
  t.equal(new Set(names).size, names.length, 'none twice');
  t.ok(['Customer 0', 'Customer 4'].every((name) => names.includes(name)));
  t.equal((await call('GET', '/customers?limit=201')).status, 400);
  t.equal((await call('GET', '/customers?limit=0')).status, 400);
  const wrong = await call('GET', '/customers?after=nothing');
  t.equal(wrong.body.errors[0].field, 'query.after');
});

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

t.test('connection configs: what is saved, what is refused', async (t) => {
  const base = {
    key: 'cfg',
    definition: { name: 'Books', authorizeUrl: 'https://b.example/a', tokenUrl: 'https://b.example/t' },
  };
  const made = await call('POST', '/connection-configs', {
    body: {
      ...base,
      environments: { production: { clientId: 'id-1', clientSecret }, sandbox: {} },
      oauthSuccessRedirectUri: 'https://app.example.com/ok?fixed=1',
    },
  });
  t.equal(made.status, 201);
  t.same(made.body.definition, {
    name: 'Books',
    authorize: { url: 'https://b.example/a' },
    token: { url: 'https://b.example/t' },
  });
  t.equal(made.body.level, 'instance');
  t.equal(made.body.grantType, 'authorization_code');
  t.equal(made.body.completion, 'wizard');
  t.same(made.body.environments, {
    production: {
      clientId: 'id-1',
      hasClientSecret: true,
      callbackUrl: `${callbackPublicUrl}/callback/${made.body.id}/production`,
    },
    sandbox: {
      clientId: null,
      hasClientSecret: false,
      callbackUrl: `${callbackPublicUrl}/callback/${made.body.id}/sandbox`,
    },
  });
  const path = `/connection-configs/${made.body.id}`;
  t.same((await call('GET', path)).body, made.body);

  const refusals: [string, unknown, number, string][] = [
    ['an unknown member', { ...base, key: 'r', clientId: 'x' }, 400, 'clientId'],
    ['no definition', { key: 'r' }, 422, 'provider'],
    ['both', { ...base, key: 'r', provider: 'xero' }, 422, 'provider'],
    ['an unknown provider', { key: 'r', provider: 'nobody' }, 422, 'provider'],
    ['another grant type', { ...base, key: 'r', grantType: 'client_credentials' }, 422, 'grantType'],
    ['another completion', { ...base, key: 'r', completion: 'embedded' }, 422, 'completion'],
    [
      'a malformed URL',
      { key: 'r', definition: { name: 'x', authorizeUrl: 'b', tokenUrl: 'https://b.example/t' } },
      422,
      'definition.authorize.url',
    ],
    [
      'plain http',
      { key: 'r', definition: { name: 'x', authorizeUrl: 'https://b.example/a', tokenUrl: 'http://b.example/t' } },
      422,
      'definition.token.url',
    ],
    [
      'a reserved parameter',
      {
        key: 'r',
        definition: {
          name: 'x',
          authorize: { url: 'https://b.example/a', parameters: { State: 'x' } },
          token: { url: 'https://b.example/t' },
        },
      },
      422,
      'definition.authorize.parameters',
    ],
    [
      'a placeholder without input',
      {
        key: 'r',
        definition: { name: 'x', authorizeUrl: 'https://{shop}.b.example/a', tokenUrl: 'https://b.example/t' },
      },
      422,
      'inputs',
    ],
    [
      'a redirect with a fragment',
      { ...base, key: 'r', oauthFailureRedirectUri: 'https://a.example/#x' },
      422,
      'oauthFailureRedirectUri',
    ],
    ['a scope with a space', { ...base, key: 'r', scopes: ['a b'] }, 422, 'scopes.0'],
    ['an environment with a slash', { ...base, key: 'r', environments: { 'a/b': {} } }, 422, 'environments.a/b'],
    [
      'a secret without a client',
      { ...base, key: 'r', environments: { production: { clientSecret: 'x' } } },
      422,
      'environments.production.clientId',
    ],
    [
      'a dangerous pattern',
      {
        ...base,
        key: 'r',
        inputs: [{ name: 'x', label: 'X', type: 'text', visibility: 'customer', pattern: '(a+)+' }],
      },
      422,
      'inputs.0.pattern',
    ],
    [
      'a secret with a default',
      { ...base, key: 'r', inputs: [{ name: 'x', label: 'X', type: 'secret', visibility: 'customer', default: 'v' }] },
      422,
      'inputs.0.default',
    ],
    ['a key that is taken', base, 409, 'key'],
  ];
  for (const [what, body, status, field] of refusals) {
    const refused = await call('POST', '/connection-configs', { body });
    t.equal(refused.status, status, what);
    t.ok(
      refused.body.errors?.some((error: { field: string }) => error.field === field),
      `${what}: ${JSON.stringify(refused.body.errors)}`,
    );
  }
  t.equal((await call('GET', '/connection-configs?key=r')).body.items.length, 0, 'nothing of a refused one is kept');

  const changed = await call('PATCH', path, {
    body: { name: 'Books 2', oauthSuccessRedirectUri: null, environments: { production: { clientId: 'id-2' } } },
  });
  t.equal(changed.body.name, 'Books 2');
  t.equal(changed.body.oauthSuccessRedirectUri, null);
  t.same(changed.body.environments.production.clientId, 'id-2');
  t.equal(changed.body.environments.production.hasClientSecret, false, 'a new client has none of the old secrets');
  const okta = await call('PATCH', path, { body: { provider: 'okta' } });
  t.equal(okta.body.errors[0].field, 'inputs', 'its placeholder needs an input');
  t.equal((await call('PATCH', path, { body: { provider: 'xero' } })).body.provider, 'xero');
});

t.test('a client id cannot change under live grants; a secret can', async (t) => {
  const place = await deploy(world, { key: 'in-use' });
  t.teardown(() => place.server.close());
  await world.connect(place.connectionId);
  const path = `/connection-configs/${place.configId}`;
  const refused = await call('PATCH', path, { body: { environments: { production: { clientId: 'other' } } } });
  t.equal(refused.status, 409);
  t.equal(refused.body.code, 'client_in_use');
  const same = { clientId: 'acme-client', clientSecret: 'rotated-secret-0001' };
  t.equal((await call('PATCH', path, { body: { environments: { production: same } } })).status, 200);
  const { organizationId } = world.acme;
  const secrets = await inTenant(world.db, organizationId, (tx) =>
    tx.clientSecret.findMany({
      where: { client: { connectionConfig: { key: 'in-use' } } },
      orderBy: { id: 'asc' },
    }),
  );
  t.same(
    secrets.map(({ state }) => state),
    ['retired', 'current'],
  );
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

t.test('every change is in the audit record', async (t) => {
  const made = await call('POST', '/customers', { body: { externalId: 'audited', name: 'Audited' } });
  await call('PATCH', `/customers/${made.body.id}`, { body: { name: 'Audited 2' } });
  await call('DELETE', `/customers/${made.body.id}`);
  const { body } = await call('GET', `/audit-events?targetId=${made.body.id}`);
  t.same(
    body.items.map((event: { action: string }) => event.action),
    ['customer.deleted', 'customer.updated', 'customer.created'],
  );
  t.match(body.items[0], {
    actor: { kind: 'api_key', name: 'test key' },
    target: { kind: 'customer', id: made.body.id },
  });
  t.equal((await call('GET', '/audit-events?action=customer.deleted&limit=1')).body.items.length, 1);
  t.equal((await call('GET', '/audit-events?since=yesterday')).status, 400);
  const wrong = await call('POST', '/customers', { body: { externalId: 'audited', name: 'Audited' } });
  t.equal(wrong.status, 409, 'taken while it is being deleted');
  const all = await call('GET', '/audit-events?action=customer.created&limit=200');
  t.equal(
    all.body.items.filter((event: { details: { externalId: string } }) => event.details.externalId === 'audited')
      .length,
    1,
  );
});
