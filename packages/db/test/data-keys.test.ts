import { randomBytes } from 'node:crypto';
import t from 'tap';
import { createDataKeyStore, newId } from '../src/index.js';
import { openFreshDatabase, seedConnection } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());

for (const [login, opened] of Object.entries({ app: db.app, worker: db.worker })) {
  const store = createDataKeyStore(opened);

  t.test(`${login}: eight first keys at once leave one, which all get`, async (t) => {
    const { organizationId } = await seedConnection(db.app);
    t.same(await store.load(organizationId), []);
    const keys = Array.from({ length: 8 }, () => ({ id: newId(), wrapped: randomBytes(60), kekId: 'kek-1' }));
    const answers = await Promise.all(keys.map((key) => store.create(organizationId, key)));
    t.equal(new Set(answers.map((answer) => answer.id)).size, 1);
    const winner = keys.find((key) => key.id === answers[0]?.id);
    t.same(await store.load(organizationId), [winner]);
  });

  t.test(`${login}: the current key comes first, then the retired ones, newest first`, async (t) => {
    const { organizationId } = await seedConnection(db.app);
    const ids = [];
    for (let i = 0; i < 3; i++) {
      const key = { id: newId(), wrapped: randomBytes(60), kekId: 'kek-1' };
      ids.unshift((await store.create(organizationId, key)).id);
      if (i < 2)
        await db.admin.query("UPDATE organization_data_key SET state = 'retired', retired_at = now() WHERE id = $1", [
          key.id,
        ]);
    }
    t.same(
      (await store.load(organizationId)).map((key) => key.id),
      ids,
    );
    t.same(await store.load((await seedConnection(db.app)).organizationId), [], 'no other organization’s');
  });
}
