import t from 'tap';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;
const mint = (body: object, key = world.acme.key) => call('POST', '/api-keys', { key, body });
const works = async (key: string) => (await call('GET', '/organization', { key })).status;
const integration = async (key: string) => (await call('POST', '/integrations', { body: { key, name: key } })).body.id;
const a = await integration('a');
const b = await integration('b');
const name = 'minted';

t.test('a key mints only a subset of itself: every kind of limit', async (t) => {
  const parent = await mint({
    name: 'parent',
    scopes: ['keys:write', 'keys:read', 'organization:read'],
    integrationIds: [a],
    environment: 'sandbox',
    allowedCidrs: ['127.0.0.0/8'],
  });
  t.equal(parent.status, 201, JSON.stringify(parent.body));
  t.match(parent.body, { integrationIds: [a], environment: 'sandbox', allowedCidrs: ['127.0.0.0/8'], expiresAt: null });
  const { key } = parent.body;
  const child = (limits: object) => mint({ name, scopes: ['organization:read'], ...limits }, key);
  const refused = async (limits: object, status: number, word: string) => {
    const answer = await child(limits);
    t.equal(answer.status, status, JSON.stringify(limits));
    t.match(JSON.stringify(answer.body), word);
  };
  await refused({ scopes: ['connections:read'] }, 403, 'connections:read');
  await refused({ integrationIds: [a, b] }, 404, 'integrationIds.1');
  await refused({ integrationIds: [] }, 400, 'integrationIds');
  await refused({ environment: 'production' }, 403, 'sandbox');
  await refused({ allowedCidrs: ['0.0.0.0/0'] }, 422, 'allowedCidrs.0');
  await refused({ allowedCidrs: ['127.0.0.1'] }, 422, 'must be a network');
  const same = await child({});
  t.match(same.body, { integrationIds: [a], environment: 'sandbox', allowedCidrs: ['127.0.0.0/8'] }, 'limits go over');
  const less = await child({ allowedCidrs: ['127.0.0.1/32'] });
  t.same(less.body.allowedCidrs, ['127.0.0.1/32']);
  t.equal(await works(less.body.key), 200);
  // It sees and ends keys that reach no further than itself.
  const list = await call('GET', '/api-keys', { key });
  t.same(
    list.body.items.map(({ id }: { id: string }) => id),
    [parent.body.id, same.body.id, less.body.id],
  );
  const [broad] = (await call('GET', '/api-keys')).body.items;
  for (const [method, path] of [
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/rotate'],
  ] as const)
    t.equal((await call(method, `/api-keys/${broad.id}${path}`, { key, ...(path ? { body: {} } : {}) })).status, 404);
  t.equal((await call('GET', `/api-keys/${less.body.id}`, { key })).body.id, less.body.id);
  t.equal((await call('DELETE', `/api-keys/${less.body.id}`, { key })).status, 200);
});

t.test('rotation: both work for the stated overlap, then the predecessor ends', async (t) => {
  const old = await mint({
    name: 'rotates',
    scopes: ['organization:read'],
    integrationIds: [a],
    allowedCidrs: ['127.0.0.0/8'],
  });
  const path = `/api-keys/${old.body.id}`;
  const headers = { 'idempotency-key': 'rotate-once' };
  const rotated = await call('POST', `${path}/rotate`, { body: { overlapSeconds: 2 }, headers });
  t.equal(rotated.status, 201, JSON.stringify(rotated.body));
  t.equal(rotated.headers['cache-control'], 'no-store');
  const { successor, predecessor } = rotated.body;
  t.match(successor, { name: 'rotates', integrationIds: [a], allowedCidrs: ['127.0.0.0/8'], expiresAt: null });
  t.not(successor.key, old.body.key);
  t.equal(predecessor.successorId, successor.id);
  const ends = Date.parse(predecessor.expiresAt);
  t.ok(ends > Date.now() && ends <= Date.now() + 2000, predecessor.expiresAt);
  t.equal(await works(old.body.key), 200);
  t.equal(await works(successor.key), 200);
  const again = await call('POST', `${path}/rotate`, { body: { overlapSeconds: 2 }, headers });
  t.equal(again.body.code, 'idempotent_repeat_of_secret');
  const twice = await call('POST', `${path}/rotate`, { body: {} });
  t.equal(twice.status, 409);
  t.match(twice.body.detail, successor.id);
  while (Date.now() <= ends) await new Promise((resolve) => setTimeout(resolve, 50));
  t.equal(await works(old.body.key), 401, 'remembered or not');
  t.equal(await works(successor.key), 200);
  t.equal((await call('POST', `${path}/rotate`, { body: {} })).status, 409, 'an ended key has no successor any more');
  const audit = await call('GET', `/audit-events?action=api_key.rotated`);
  t.match(audit.body.items, [
    { target: { id: old.body.id }, details: { successorId: successor.id, overlapSeconds: 2 } },
  ]);
});

t.test('rotation gives nothing that the key of the request lacks', async (t) => {
  const weak = await mint({ name: 'weak', scopes: ['keys:write'] });
  const strong = await mint({ name: 'strong', scopes: ['tokens:read'] });
  const rotate = (id: string, key: string, body: object = {}) => call('POST', `/api-keys/${id}/rotate`, { key, body });
  const refused = await rotate(strong.body.id, weak.body.key);
  t.equal(refused.body.code, 'missing_scope');
  t.match(refused.body.detail, 'tokens:read');
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const brief = await mint({ name: 'brief', scopes: ['keys:write'], expiresAt: soon });
  t.equal((await rotate(weak.body.id, brief.body.key)).body.code, 'outside_key_limits', 'no life longer than its own');
  const own = await rotate(brief.body.id, brief.body.key);
  t.equal(own.body.successor.expiresAt, soon, 'nor by rotating itself');
  const both = await Promise.all([rotate(weak.body.id, world.acme.key), rotate(weak.body.id, world.acme.key)]);
  t.same(both.map(({ status }) => status).sort(), [201, 409], 'a key has one successor');
});

t.test('a key follows up and ends none that lives longer or may be used from elsewhere', async (t) => {
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const manager = async (limits: object) =>
    (await mint({ name: 'manager', scopes: ['keys:write', 'organization:read'], ...limits })).body;
  const brief = await manager({ expiresAt: inHours(2) });
  const local = await manager({ allowedCidrs: ['127.0.0.0/8'] });
  const both = ({ id }: { id: string }, { key }: { key: string }) => [
    () => call('POST', `/api-keys/${id}/rotate`, { key, body: {} }),
    () => call('DELETE', `/api-keys/${id}`, { key }),
  ];
  const wider: [object, { key: string }][] = [
    [{}, brief],
    [{ expiresAt: inHours(3) }, brief],
    [{}, local],
    [{ allowedCidrs: ['10.0.0.0/8'] }, local],
    [{ allowedCidrs: ['127.0.0.0/8', '10.0.0.0/8'] }, local],
  ];
  for (const [limits, by] of wider) {
    const other = await manager(limits);
    for (const change of both(other, by))
      t.match(await change(), { status: 403, body: { code: 'outside_key_limits' } }, JSON.stringify(limits));
    t.match((await call('GET', `/api-keys/${other.id}`)).body, { revokedAt: null, successorId: null });
  }
  const within = await manager({ expiresAt: inHours(1), allowedCidrs: ['127.0.0.1/32', '127.1.0.0/16'] });
  for (const by of [brief, local]) {
    const [rotate, revoke] = both(await manager({ expiresAt: inHours(1), allowedCidrs: within.allowedCidrs }), by);
    t.equal((await rotate?.())?.status, 201);
    t.equal((await revoke?.())?.status, 200);
  }
  t.equal((await call('DELETE', `/api-keys/${brief.id}`, { key: brief.key })).status, 200, 'itself');
  t.equal((await call('DELETE', `/api-keys/${within.id}`, { key: brief.key })).status, 401, 'and no other afterwards');
});

t.test('a key that was revoked makes no other, though it is remembered for some seconds', async (t) => {
  const made = await mint({ name: 'leaving', scopes: ['keys:write', 'organization:read'] });
  const { key, id } = made.body;
  t.equal(await works(key), 200);
  t.match((await call('DELETE', `/api-keys/${id}`)).body.revokedAt, /Z$/);
  const child = await mint({ name: 'escaped', scopes: ['keys:write'] }, key);
  t.equal(child.status, 401);
  t.equal((await call('POST', `/api-keys/${id}/rotate`, { key, body: {} })).status, 409);
  const names = (await call('GET', '/api-keys?limit=200')).body.items.map((one: { name: string }) => one.name);
  t.notOk(names.includes('escaped'));
});

t.test('what is shown of a key never holds it, and its last use is written in batches', async (t) => {
  const made = await mint({ name: 'used', scopes: ['organization:read'] });
  for (let use = 0; use < 5; use++) await works(made.body.key);
  const read = () => call('GET', `/api-keys/${made.body.id}`);
  t.equal((await read()).body.lastUsedAt, null);
  await world.lastUses.flush();
  const shown = await read();
  t.match(shown.body, { lastUsedAt: /Z$/, lastUsedIp: '127.0.0.1', prefix: made.body.key.slice(0, 9) });
  t.notMatch(JSON.stringify(shown.body), made.body.key);
});
