import t from 'tap';
import { reapRequestRates, takeRequests } from '../src/index.js';
import { openFreshDatabase } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const bucket = (name: string, most = 10) => ({ subject: Buffer.from(name), most, windowSeconds: 3600 });

t.test('a bucket gives what it holds, and then says how long it fills', async (t) => {
  t.same(await takeRequests(db.app, bucket('a'), 4), { taken: 4, remaining: 6, waitSeconds: 0 });
  t.same(await takeRequests(db.app, bucket('a'), 10), { taken: 6, remaining: 0, waitSeconds: 0 });
  const empty = await takeRequests(db.app, bucket('a'), 1);
  t.equal(empty.taken, 0);
  t.ok(empty.waitSeconds > 300 && empty.waitSeconds <= 360, String(empty.waitSeconds));
  t.equal((await takeRequests(db.app, bucket('b'), 20)).taken, 10, 'a whole one at most');
  await db.admin.query(`UPDATE request_rate SET full_at = full_at - interval '720 seconds' WHERE subject = 'a'`);
  t.same(await takeRequests(db.app, bucket('a'), 5), { taken: 2, remaining: 0, waitSeconds: 0 }, 'what came back');
});

t.test('processes that ask at once never get more than there is', async (t) => {
  const asked = Array.from({ length: 40 }, () => takeRequests(db.app, bucket('many'), 1));
  const taken = (await Promise.all(asked)).reduce((sum, one) => sum + one.taken, 0);
  t.equal(taken, 10);
});

t.test('a bucket of many a second counts them all', async (t) => {
  const busy = { subject: Buffer.from('busy'), most: 6_000_000, windowSeconds: 60 };
  t.equal((await takeRequests(db.app, busy, 300_000)).taken, 300_000);
  const next = await takeRequests(db.app, busy, 300_000);
  t.ok(next.remaining >= 5_400_000 && next.remaining < 5_700_000, String(next.remaining));
});

t.test('no door reads whom it counts; full buckets are forgotten', async (t) => {
  await t.rejects(db.app.pool.query('SELECT FROM request_rate'), { code: '42501' });
  await db.admin.query(`UPDATE request_rate SET full_at = now() - interval '2 minutes' WHERE subject = 'a'`);
  t.equal(await reapRequestRates(db.worker), 1);
  t.equal((await takeRequests(db.app, bucket('a'), 10)).taken, 10);
});
