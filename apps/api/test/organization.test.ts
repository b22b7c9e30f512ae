import t from 'tap';
import { openWorld } from './world.js';

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

t.test('the audit record is read by time, actor, action and target, in bounded pages', async (t) => {
  const { body: minted } = await call('POST', '/api-keys', { body: { name: 'other', scopes: ['customers:write'] } });
  const key = minted.key;
  const { body: made } = await call('POST', '/customers', { key, body: { externalId: 'read', name: 'Read' } });
  await call('PATCH', `/customers/${made.id}`, { body: { name: 'Read 2' } });
  const actionsOf = async (query: string) => {
    const { body } = await call('GET', `/audit-events?${query}`);
    return body.items.map((event: { action: string }) => event.action);
  };
  t.same(await actionsOf(`targetId=${made.id}`), ['customer.updated', 'customer.created']);
  t.same(await actionsOf(`targetId=${made.id}&actorId=${minted.id}`), ['customer.created']);
  t.same(await actionsOf(`actorKind=api_key&actorId=${minted.id}`), ['customer.created']);
  t.same(await actionsOf(`actorKind=operator&targetId=${made.id}`), []);
  t.same(await actionsOf(`targetKind=api_key&targetId=${minted.id}`), ['api_key.created']);
  t.same(await actionsOf(`targetKind=customer&targetId=${minted.id}`), []);
  t.same(await actionsOf(`action=customer.updated&targetId=${made.id}`), ['customer.updated']);
  const { body: all } = await call('GET', `/audit-events?targetId=${made.id}`);
  const [updated, created] = all.items;
  t.same(created.actor, { kind: 'api_key', id: minted.id, name: 'other', ip: '127.0.0.1' });
  t.same(
    await actionsOf(`targetId=${made.id}&until=${updated.at}`),
    created.at === updated.at ? [] : ['customer.created'],
  );
  t.same(await actionsOf(`targetId=${made.id}&since=2999-01-01T00:00:00Z`), []);

  const seen: string[] = [];
  let after = '';
  do {
    const { body: page } = await call('GET', `/audit-events?limit=3${after}`);
    t.ok(page.items.length <= 3);
    seen.push(...page.items.map((event: { id: string }) => event.id));
    after = page.next === null ? '' : `&after=${page.next}`;
  } while (after !== '');
  const { body: whole } = await call('GET', '/audit-events?limit=200');
  t.same(
    seen,
    whole.items.map((event: { id: string }) => event.id),
    'the pages are the whole',
  );
  t.same([...seen].sort().reverse(), seen, 'newest first');
  for (const query of ['limit=201', 'limit=0', 'after=x', 'actorKind=nobody', 'until=tomorrow'])
    t.equal((await call('GET', `/audit-events?${query}`)).status, 400, query);
  t.notMatch(JSON.stringify(whole), key);
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
