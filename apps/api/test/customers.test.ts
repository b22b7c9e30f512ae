import t from 'tap';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

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
