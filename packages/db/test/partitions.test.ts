import t from 'tap';
import { ensurePartitions, newId } from '../src/index.js';
import { openFreshDatabase } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const partitions = async (parent: string) =>
  (
    await db.admin.query<{ name: string }>(
      'SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::regclass ORDER BY 1',
      [parent],
    )
  ).rows.map((row) => row.name);
const dayName = (offset: number) =>
  `connection_event_${new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')}`;
const insertEvent = (
  daysAgo: number,
  client: { query: (sql: string, values: unknown[]) => Promise<unknown> } = db.worker.pool,
) =>
  client.query(
    `INSERT INTO connection_event (organization_id, id, at, connection_id, kind) VALUES ($1, $2, now() - make_interval(days => $3), $1, 'connected')`,
    [newId(), newId(), daysAgo],
  );
const where = async (daysAgo: number) =>
  (
    await db.admin.query(
      `SELECT tableoid::regclass::text AS name FROM connection_event WHERE at BETWEEN now() - make_interval(days => $1, mins => 5) AND now() - make_interval(days => $1)`,
      [daysAgo],
    )
  ).rows.map((row) => row.name);

t.test('the coming days have partitions; another call has nothing to do', async (t) => {
  t.ok((await partitions('connection_event')).length > 7, 'the migration made them');
  await ensurePartitions(db.worker); // the template may be of yesterday
  for (const day of [0, 1, 7]) t.ok((await partitions('connection_event')).includes(dayName(day)), `day ${day}`);
  t.same(await ensurePartitions(db.worker), { made: 0, dropped: 0 });
  await t.rejects(ensurePartitions(db.app), { code: '42501' });
});

t.test('rows of a day without a partition wait in the default one and are moved', async (t) => {
  await db.admin.query(`DROP TABLE ${dayName(0)}`);
  await insertEvent(0);
  t.same(await where(0), ['connection_event_default']);
  t.same(await ensurePartitions(db.worker), { made: 1, dropped: 0 });
  t.same(await where(0), [dayName(0)]);
  await insertEvent(0);
  t.same(await where(0), [dayName(0), dayName(0)]);
});

t.test('days past retention are dropped, younger ones kept', async (t) => {
  for (const [day, bounds] of [
    [29, 29],
    [40, 40],
  ] as const) {
    await db.admin.query(`CREATE TABLE ${dayName(-day)} PARTITION OF connection_event
      FOR VALUES FROM ((date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - interval '${bounds} days'))
      TO ((date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - interval '${bounds - 1} days'))`);
    await db.admin.query(`ALTER TABLE ${dayName(-day)} OWNER TO latchkey_owner`);
    await insertEvent(day);
  }
  await insertEvent(50); // into the default partition
  t.same(await ensurePartitions(db.worker), { made: 0, dropped: 1 });
  t.ok((await partitions('connection_event')).includes(dayName(-29)));
  t.notOk((await partitions('connection_event')).includes(dayName(-40)));
  t.same(await where(50), []);
  t.same(await where(29), [dayName(-29)]);
});

t.test('eight calls at once agree', async (t) => {
  await db.admin.query(`DROP TABLE ${dayName(3)}`);
  const results = await Promise.all(Array.from({ length: 8 }, () => ensurePartitions(db.worker)));
  t.equal(
    results.reduce((sum, result) => sum + result.made, 0),
    1,
  );
});

t.test('a partition made later is protected like its parent', async (t) => {
  const { rows } = await db.admin.query(
    'SELECT relname FROM pg_class WHERE relispartition AND relkind = $1 AND NOT (relrowsecurity AND relforcerowsecurity) AND relname <> $2',
    ['r', dayName(-29)],
  );
  t.same(rows, []);
});
