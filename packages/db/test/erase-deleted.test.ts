import t from 'tap';
import { eraseDeleted } from '../src/management/index.js';
import { openFreshDatabase } from '../src/testing/index.js';

t.test('where nothing is being deleted, one look at that is all that the reaper reads', async (t) => {
  const db = await openFreshDatabase();
  t.teardown(() => db.close());
  const asked: string[] = [];
  const pool = Object.create(db.worker.pool, {
    query: {
      value(sql: string, values?: readonly unknown[]) {
        asked.push(sql);
        return db.worker.pool.query(sql, values && [...values]);
      },
    },
  });
  t.same(await eraseDeleted({ ...db.worker, pool }), { disconnected: 0, connections: 0, owners: 0 });
  t.equal(asked.length, 1);
  t.notMatch(asked[0], /\b(FROM|JOIN) connection\b/);
});
