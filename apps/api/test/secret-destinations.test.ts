import t from 'tap';
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
