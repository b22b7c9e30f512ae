import { inTenant } from '@latchkey/db';
import { parseId } from '@latchkey/oauth';
import { startAuthorizationServer } from '@latchkey/oauth/testing';
import t, { type Test } from 'tap';
import type { Scope } from '../src/scopes.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

const definition = {
  name: 'Books',
  authorize: { url: 'https://books.example/authorize' },
  token: { url: 'https://books.example/token' },
};
const elsewhere = { ...definition, token: { url: 'https://collector.example/token' } };

async function keyWith(...scopes: readonly string[]): Promise<string> {
  return (await call('POST', '/api-keys', { body: { name: scopes.join(), scopes } })).body.key;
}

t.test('whoever may write configs cannot have a saved secret sent elsewhere', async (t) => {
  const environments = { production: { clientId: 'id', clientSecret: 'a-secret-that-stays' } };
  const made = await call('POST', '/connection-configs', { body: { key: 'kept', definition, environments } });
  const path = `/connection-configs/${made.body.id}`;
  const key = await keyWith('configs:read', 'configs:write');

  const refused = await call('PATCH', path, { key, body: { definition: elsewhere } });
  t.equal(refused.status, 403);
  t.equal(refused.body.code, 'missing_scope');
  t.equal(refused.body.scope, 'clients:migrate');
  t.same(
    refused.body.errors.map(({ field }: { field: string }) => field),
    ['environments.production.clientSecret'],
  );
  t.equal((await call('GET', path)).body.definition.token.url, definition.token.url, 'nothing was changed');

  const near = { ...definition, token: { url: 'https://books.example/v2/token' } };
  t.equal((await call('PATCH', path, { key, body: { definition: near } })).status, 200, 'the same host');
  const again = { production: { clientSecret: 'a-secret-of-its-own' } };
  t.equal((await call('PATCH', path, { key, body: { definition: elsewhere, environments: again } })).status, 200);
  const migrates = await keyWith('configs:write', 'clients:migrate');
  t.equal((await call('PATCH', path, { key: migrates, body: { definition } })).status, 200);

  const next = { production: { nextClientSecret: 'the-one-that-follows' } };
  t.equal((await call('PATCH', path, { key, body: { environments: next } })).status, 200);
  const half = await call('PATCH', path, { key, body: { definition: elsewhere, environments: again } });
  t.equal(half.status, 403, 'the next secret would go along');
});

t.test('nor have the vendor’s code take tokens and secrets to another API', async (t) => {
  const environments = { production: { clientId: 'id', clientSecret: 'a-secret-that-stays' } };
  const whole = { ...definition, api: { baseUrl: 'https://api.books.example/v1' } };
  const made = await call('POST', '/connection-configs', { body: { key: 'api', definition: whole, environments } });
  const path = `/connection-configs/${made.body.id}`;
  const key = await keyWith('configs:read', 'configs:write');
  const patch = (api: object, more: object = {}) =>
    call('PATCH', path, { key, body: { definition: { ...whole, api: { ...whole.api, ...api } }, ...more } });
  const evil = 'https://collector.example/v1';
  for (const api of [{ baseUrl: evil }, { baseUrlFallback: evil }])
    t.match(await patch(api), { status: 403, body: { code: 'missing_scope', scope: 'clients:migrate' } });
  t.equal((await patch({ baseUrl: 'https://api.books.example/v2' })).status, 200, 'the same host');
  const again = { environments: { production: { clientSecret: 'a-secret-of-its-own' } } };
  t.equal((await patch({ baseUrl: 'https://api.eu.books.example/v2' }, again)).status, 200);
});

const customersSecret = 'canary-of-a-customer-0d1f';
const vendorsSecret = 'canary-of-the-vendor-77ab';

/** A token endpoint; it keeps what it was sent. */
async function startServer(t: Test, clients: Readonly<Record<string, string>> = {}) {
  const server = await startAuthorizationServer({
    clients: Object.entries(clients).map(([clientId, clientSecret]) => ({
      ...{ clientId, clientSecret, authMethod: 'client_secret_basic' as const },
    })),
  });
  t.teardown(() => server.close());
  const heard = () => server.ledger.tokenRequests('client_credentials').length;
  return { url: server.tokenUrl, heard };
}

/** A connection without a person, whose token URL is an input; `own`: each customer brings the client. */
async function machine(key: string, change: { readonly owner: 'own' | 'vendors'; readonly definition?: object }) {
  const made = async (path: string, body: unknown) => {
    const answer = await call('POST', path, { body });
    if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const visibility = change.owner === 'own' ? 'customer' : 'organization';
  const config = await made('/connection-configs', {
    key,
    definition: {
      ...{ name: 'Machine', grantType: 'client_credentials' },
      ...(change.owner === 'own' ? { client: { owner: 'connection' } } : {}),
      inputs: [{ name: 'address', label: 'Address', type: 'url', hosts: ['*'], visibility }],
      token: { url: '{address}' },
      ...change.definition,
    },
    environments: { production: { clientId: 'vendor', clientSecret: vendorsSecret } },
  });
  const integration = await made('/integrations', { key: `it-${key}`, name: key });
  await made(`/integrations/${integration.id}/required-config-variables`, { key, connectionConfigId: config.id });
  const customers = [];
  for (const name of ['first', 'second']) {
    const customer = await made('/customers', { externalId: `${key}-${name}`, name });
    const instance = await made('/instances', { integrationId: integration.id, customerId: customer.id, name });
    customers.push(instance.connections[0].id as string);
  }
  const limited = await world.mintKey(
    world.acme,
    ['configs:read', 'configs:write', 'clients:migrate', 'connections:read', 'connections:write'],
    undefined,
    { integrationIds: [parseId('integration', integration.id) ?? ''] },
  );
  const [first = '', second = ''] = customers.map((id) => `/connections/${id}`);
  return { config, first, second, limited };
}

const key = (...scopes: readonly Scope[]) => world.mintKey(world.acme, scopes);

t.test('a customer’s saved secret stays when the address changes', async (t) => {
  const good = await startServer(t, { theirs: customersSecret });
  const evil = await startServer(t, { theirs: 'of-the-attacker' });
  const { first: path } = await machine('own', { owner: 'own' });
  const writer = await key('connections:read', 'connections:write');
  const patch = (body: object, by = writer) => call('PATCH', path, { body, key: by });
  const at = ({ url: address }: { url: string }) => ({ inputs: { address } });

  t.equal((await patch({ clientId: 'theirs', clientSecret: customersSecret })).status, 200);
  t.equal((await patch(at(evil))).status, 422, 'nor is a first address given to a secret that is there');
  const own = { clientId: 'theirs', clientSecret: customersSecret };
  t.equal((await patch({ ...at(good), ...own })).status, 200);
  t.equal((await patch({ ...at(good), clientId: 'theirs' })).status, 200, 'the same address again');
  t.equal((await call('POST', `${path}/connect`, { key: writer })).body.status, 'active');

  const refused = await patch(at(evil));
  t.equal(refused.status, 422);
  t.match(refused.body.errors, [{ field: 'clientSecret', messages: [/given again .* clients:migrate/] }]);
  t.equal((await patch({ ...at(evil), clientId: 'theirs' })).status, 422, 'naming the same client gives no secret');
  t.equal((await call('POST', `${path}/connect`, { key: writer })).status, 200);
  t.same([good.heard(), evil.heard()], [2, 0], 'nothing was sent there');

  t.equal((await patch({ ...at(evil), clientSecret: 'of-the-attacker' })).status, 200, 'a secret given with it');
  t.equal((await call('POST', `${path}/connect`, { key: writer })).body.status, 'active');
  t.equal((await patch({ ...at(good), clientSecret: customersSecret })).status, 200);
  const clients = await inTenant(world.db, world.acme.organizationId, async (tx) => {
    const id = parseId('connection', path.split('/')[2] as string) ?? '';
    const { clientRowId, grantId } = await tx.connection.findFirstOrThrow({ where: { id } });
    const grant = await tx.grant.findFirstOrThrow({ where: { id: grantId ?? '' } });
    const secrets = await tx.clientSecret.findMany({ where: { clientRowId: grant.clientRowId } });
    return { now: clientRowId, ofGrant: grant.clientRowId, secrets };
  });
  t.not(clients.now, clients.ofGrant, 'a grant that leads elsewhere never gets the secret that is given for here');
  t.same(
    clients.secrets.map(({ state }) => state),
    ['current'],
  );

  t.equal((await patch({ ...at(evil), clientSecret: null })).status, 200, 'a secret taken away with it');
  t.equal((await patch({ ...at(good), clientSecret: customersSecret })).status, 200);
  const migrates = await key('connections:write', 'clients:migrate');
  t.equal((await patch(at(evil), migrates)).status, 200);
});

t.test('so do sealed inputs, and secrets that the definition does not ask for at the moment', async (t) => {
  const [good, evil] = [await startServer(t), await startServer(t)];
  const inputs = [
    { name: 'address', label: 'Address', type: 'url', hosts: ['*'], visibility: 'customer' },
    { name: 'pin', label: 'PIN', type: 'secret', visibility: 'customer' },
  ];
  const definition = { inputs, token: { url: '{address}', parameters: { pin: '{pin}' } } };
  const { config, first: path } = await machine('sealed', { owner: 'own', definition });
  const writer = await key('configs:write', 'connections:write');
  const patch = (given: object) => call('PATCH', path, { body: { inputs: given }, key: writer });
  t.equal((await patch({ address: good.url, pin: '1234' })).status, 200);
  t.match((await patch({ address: evil.url })).body.errors, [{ field: 'inputs.pin' }]);
  t.match(
    (await patch({ address: evil.url, pin: '' })).body.errors,
    [{ field: 'inputs.pin' }],
    'an empty one keeps it',
  );
  const without = { ...config.definition, inputs: inputs.slice(0, 1), token: { url: '{address}' } };
  const dropped = await call('PATCH', `/connection-configs/${config.id}`, {
    body: { definition: without, inputs: [] },
  });
  t.equal(dropped.status, 200, JSON.stringify(dropped.body));
  t.match((await patch({ address: evil.url })).body.errors, [{ field: 'inputs.pin' }], 'it may ask for it again');
});

t.test('an input that chooses the API’s host leads them nowhere new either', async (t) => {
  const good = await startServer(t);
  const inputs = [
    { name: 'apiHost', label: 'API', type: 'host', hosts: ['*.books.example'], visibility: 'customer' },
    { name: 'pin', label: 'PIN', type: 'secret', visibility: 'customer' },
  ];
  const api = { baseUrl: 'https://{apiHost}/v1', headers: { 'x-pin': '{pin}' } };
  const { first: path } = await machine('api-host', {
    owner: 'own',
    definition: { inputs, api, token: { url: good.url } },
  });
  const writer = await key('connections:write');
  const patch = (given: object) => call('PATCH', path, { body: { inputs: given }, key: writer });
  t.equal((await patch({ apiHost: 'acme.books.example', pin: '1234' })).status, 200);
  t.match((await patch({ apiHost: 'evil.books.example' })).body.errors, [{ field: 'inputs.pin' }]);
  t.equal((await patch({ apiHost: 'other.books.example', pin: '1234' })).status, 200, 'with the secret it may move');
});

t.test('the vendor’s saved secret goes to no host that inputs choose', async (t) => {
  const good = await startServer(t, { vendor: vendorsSecret });
  const evil = await startServer(t);
  const { config, first, second, limited } = await machine('vendors', { owner: 'vendors' });
  const writer = await key('configs:read', 'configs:write', 'connections:write');
  const check = (by: string, address?: string) =>
    call('POST', `/connection-configs/${config.id}/check`, {
      body: address === undefined ? {} : { inputs: { address } },
      key: by,
    });
  const patch = (by: string, path: string, address: string) =>
    call('PATCH', path, { body: { inputs: { address } }, key: by });

  t.equal((await patch(world.acme.key, first, good.url)).status, 200, 'a key that may migrate clients');
  t.match((await patch(limited, second, evil.url)).body, { code: 'outside_key_limits' });
  t.match((await patch(writer, second, evil.url)).body, { code: 'missing_scope', scope: 'clients:migrate' });
  t.match((await check(limited, evil.url)).body, { code: 'outside_key_limits' });
  t.match((await check(limited, good.url)).body, { code: 'outside_key_limits' });
  t.match((await check(writer, evil.url)).body, { code: 'missing_scope', scope: 'clients:migrate' });
  t.equal(evil.heard(), 0);

  t.equal((await check(limited)).status, 200, 'as it is saved');
  const tried = await check(writer, good.url);
  t.equal(tried.status, 200, 'where another connection has it go already');
  t.ok(
    tried.body.findings.some(({ code }: { code: string }) => code === 'client_accepted'),
    JSON.stringify(tried.body),
  );
  t.equal((await patch(writer, second, good.url)).status, 200);
  t.equal((await check(world.acme.key, evil.url)).status, 200);
  t.ok(evil.heard() > 0);
});

t.test('where each customer brings a client, a check tries none of the vendor’s', async (t) => {
  const evil = await startServer(t);
  const { config } = await machine('check-own', { owner: 'own' });
  const checker = await key('configs:write');
  const body = { inputs: { address: evil.url } };
  const checked = await call('POST', `/connection-configs/${config.id}/check`, { body, key: checker });
  t.equal(checked.status, 200);
  t.ok(checked.body.findings.some(({ code }: { code: string }) => code === 'client_of_connection'));
  t.equal(evil.heard(), 0);
});
