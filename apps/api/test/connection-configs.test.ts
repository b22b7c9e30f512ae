import { inTenant } from '@latchkey/db';
import t from 'tap';
import { clientSecret, definitionOf, deploy } from './deployment.js';
import { callbackPublicUrl, openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

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
      hasNextClientSecret: false,
      clientState: 'ok',
      pinnedIssuers: [],
      domainId: null,
      callbackUrl: `${callbackPublicUrl}/callback/${made.body.id}/production`,
      jwksUri: `${callbackPublicUrl}/.well-known/${made.body.id}/production/jwks.json`,
    },
    sandbox: {
      clientId: null,
      hasClientSecret: false,
      hasNextClientSecret: false,
      clientState: null,
      pinnedIssuers: [],
      domainId: null,
      callbackUrl: `${callbackPublicUrl}/callback/${made.body.id}/sandbox`,
      jwksUri: `${callbackPublicUrl}/.well-known/${made.body.id}/sandbox/jwks.json`,
    },
  });
  const path = `/connection-configs/${made.body.id}`;
  t.same((await call('GET', path)).body, made.body);

  const refusals: [string, unknown, number, string][] = [
    ['an unknown member', { ...base, key: 'r', clientId: 'x' }, 400, 'clientId'],
    ['no definition', { key: 'r' }, 422, 'provider'],
    ['both', { ...base, key: 'r', provider: 'xero' }, 422, 'provider'],
    ['an unknown provider', { key: 'r', provider: 'nobody' }, 422, 'provider'],
    [
      'another grant type than the definition’s',
      { ...base, key: 'r', grantType: 'client_credentials' },
      422,
      'grantType',
    ],
    [
      'a completion without its destination',
      { ...base, key: 'r', completion: 'embedded' },
      422,
      'completionRedirectUri',
    ],
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
      'definition.authorize.url',
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
  const asked = await call('POST', '/connection-configs', { body: { key: 'asked', provider: 'xero' } });
  t.same(asked.body.scopes, ['offline_access'], 'what the definition requires');
  const own = { name: 'company', label: 'Company', type: 'text', visibility: 'customer' };
  const okta = await call('PATCH', path, { body: { provider: 'okta', inputs: [own] } });
  const names = (config: typeof okta) => config.body.inputs.map(({ name }: { name: string }) => name);
  t.same(names(okta), ['subdomain', 'company'], 'its own inputs, then the config’s');
  const xero = await call('PATCH', path, { body: { provider: 'xero' } });
  t.equal(xero.body.provider, 'xero');
  t.same(names(xero), ['company'], 'what okta asked for went with it');
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

t.test('without an issuer the one that two customers bring is pinned, until it is reset', async (t) => {
  const place = await deploy(world, { key: 'pinned' });
  t.teardown(() => place.server.close());
  const path = `/connection-configs/${place.configId}`;
  const pinned = async () => (await call('GET', path)).body.environments.production.pinnedIssuers;
  const neighbour = (await call('POST', '/customers', { body: { externalId: 'neighbour', name: 'Neighbour' } })).body;
  const { connections } = (
    await call('POST', '/instances', {
      body: { integrationId: place.integrationId, customerId: neighbour.id, name: 'Payroll sync for a neighbour' },
    })
  ).body;
  const both = [place.connectionId, connections[0].id];
  await world.connect(place.connectionId);
  t.same(await pinned(), [], 'a configured issuer is compared, and nothing is pinned');
  const { issuer, ...definition } = definitionOf(place.server);
  await call('PATCH', path, { body: { definition } });
  await world.connect(both[0]);
  t.same(await pinned(), [{ issuer, state: 'provisional' }]);
  await world.connect(both[1]);
  t.same(await pinned(), [{ issuer, state: 'firm' }]);
  for (const fault of [{ kind: 'wrong_iss', iss: 'https://evil.example' }, { kind: 'drop_iss' }] as const) {
    place.server.script({ endpoint: 'authorize', fault });
    await t.rejects(world.connect(place.connectionId), /iss_(mismatch|missing)/, fault.kind);
    const events = await call('GET', `/connections/${place.connectionId}/events?limit=1`);
    t.match(events.body.items[0], {
      kind: 'authorization_failed',
      details: { cause: /earlier sign-ins pinned another one.*reset-issuer/, pinnedIssuer: issuer },
    });
  }
  const reset = `${path}/environments/production/reset-issuer`;
  t.equal((await call('POST', reset, { key: world.globex.key })).status, 404);
  t.same(await pinned(), [{ issuer, state: 'firm' }]);
  t.match(await call('POST', reset), { status: 200, body: { environments: { production: { pinnedIssuers: [] } } } });
  const audit = await call('GET', '/audit-events?limit=1');
  t.match(audit.body.items[0], { action: 'connection_config.issuer_reset', details: { issuers: [issuer] } });
  for (const connectionId of both) {
    place.server.script({ endpoint: 'authorize', fault: { kind: 'drop_iss' } });
    await world.connect(connectionId);
  }
  t.same(await pinned(), [{ issuer: null, state: 'firm' }]);
  await world.connect(place.connectionId);
  t.same(await pinned(), [{ issuer: null, state: 'firm' }], 'where nobody needs to bring one, one more says nothing');
  t.match((await call('POST', reset)).status, 200);
});
