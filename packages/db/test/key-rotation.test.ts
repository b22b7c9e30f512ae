import t from 'tap';
import { allSealedColumns, newId, readSealedPage, replaceSealed } from '../src/index.js';
import { fakeSealed, openFreshDatabase, seedConnection } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());

const [inputs] = allSealedColumns.filter(({ table }) => table === 'connection_input');
if (!inputs) throw new Error('no inputs');
const seeded = await seedConnection(db.app);
const { organizationId } = seeded;
const header = Buffer.from('new|');
const names = Array.from({ length: 1203 }, (_, index) => `input-${String(index).padStart(4, '0')}`);
await db.admin.query(
  `INSERT INTO connection_input (organization_id, connection_id, name, value, sealed)
   SELECT $1, $2, name, CASE WHEN name = 'input-0001' THEN 'plain' END,
     CASE WHEN name <> 'input-0001' THEN convert_to(CASE WHEN name < 'input-0600' THEN 'old|' ELSE 'new|' END || name, 'UTF8') END
     FROM unnest($3::text[]) AS name`,
  [organizationId, seeded.connectionId, names],
);
const stored = async (name: string) =>
  (await db.admin.query('SELECT sealed FROM connection_input WHERE name = $1', [name])).rows[0].sealed.toString();

/** Bytes that are not sealed: hashes (of whom a limit counts, too), and the data keys themselves. */
const notSealed = /(_hash|^request_rate\.subject|^organization_data_key\.wrapped)$/;

/** Columns of bytes that no rotation would reach. */
async function forgotten(): Promise<readonly string[]> {
  const { rows } = await db.admin.query<{ name: string }>(`
    SELECT c.relname || '.' || a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE a.atttypid IN ('bytea'::regtype, 'bytea[]'::regtype) AND NOT a.attisdropped AND NOT c.relispartition
       AND c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1`);
  const known = new Set(allSealedColumns.map(({ table, column }) => `${table}.${column}`));
  return rows.map(({ name }) => name).filter((name) => !known.has(name) && !notSealed.test(name));
}

t.test('every column of the schema that can hold a sealed value is rotated', async (t) => {
  t.same(await forgotten(), []);
  await db.admin.query('ALTER TABLE connection_config ADD COLUMN webhook_secret bytea');
  t.same(await forgotten(), ['connection_config.webhook_secret'], 'a new one that nobody registered is found');
  await db.admin.query('ALTER TABLE connection_config DROP COLUMN webhook_secret');
});

t.test('what is registered is so in the schema, and the worker may write it', async (t) => {
  for (const { table, column, row, keys } of allSealedColumns) {
    const { rows } = await db.admin.query(
      `SELECT (SELECT array_agg(a.attname::text || ' ' || a.atttypid::regtype ORDER BY array_position(i.indkey::int2[], a.attnum))
                 FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)) AS keys,
              has_column_privilege('latchkey_worker', i.indrelid, $2, 'UPDATE') AS may,
              (SELECT atttypid::regtype::text FROM pg_attribute WHERE attrelid = i.indrelid AND attname = $2) AS type
         FROM pg_index i WHERE i.indrelid = $1::regclass AND i.indisprimary`,
      [table, column],
    );
    const primary = ['organization_id uuid', ...keys.map((key) => `${key.column} ${key.type}`)];
    t.same(rows, [{ keys: primary, may: true, type: 'bytea' }], `${table}.${column}`);
    t.ok(
      keys.some((key) => key.column === row),
      'bound to a part of its key, so that it can be opened with what was read',
    );
  }
});

t.test('pages walk through all values and bring those of other keys', async (t) => {
  const found: string[] = [];
  let pages = 0;
  let after: readonly string[] | undefined;
  do {
    const page = await readSealedPage(db.worker, inputs, organizationId, header, after);
    found.push(...page.values.map(({ value }) => Buffer.from(value.envelope).toString()));
    t.ok(page.values.every(({ row }) => row === seeded.connectionId));
    after = page.next;
    pages++;
  } while (after);
  t.same(
    found,
    names.filter((name) => name < 'input-0600' && name !== 'input-0001').map((name) => `old|${name}`),
  );
  t.equal(pages, 3);
  const elsewhere = (await seedConnection(db.app)).organizationId;
  t.same((await readSealedPage(db.worker, inputs, elsewhere, header)).values, []);
  t.same((await readSealedPage(db.worker, inputs, newId(), header)).next, undefined);
});

t.test('a newer value is never overwritten, and nobody who writes is waited for', async (t) => {
  const { values } = await readSealedPage(db.worker, inputs, organizationId, header);
  const changes = values.slice(0, 4).map((value) => ({ ...value, anew: fakeSealed(`new|${value.key[1]}`) }));
  await db.admin.query(`UPDATE connection_input SET sealed = 'newer|' WHERE name = 'input-0002'`);
  const writer = await db.admin.connect();
  await writer.query(`BEGIN; UPDATE connection_input SET sealed = 'written|' WHERE name = 'input-0003'`);
  t.equal(await replaceSealed(db.worker, inputs, organizationId, changes), 2);
  await writer.query('COMMIT');
  writer.release();
  t.same(await Promise.all(['input-0000', 'input-0002', 'input-0003', 'input-0004'].map(stored)), [
    'new|input-0000',
    'newer|',
    'written|',
    'new|input-0004',
  ]);
  t.equal(await replaceSealed(db.worker, inputs, organizationId, changes), 0, 'once');
  t.equal(await replaceSealed(db.app, inputs, organizationId, changes), 0, 'a door without its tenant reaches nothing');
});
