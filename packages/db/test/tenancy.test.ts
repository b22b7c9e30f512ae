import t from 'tap';
import { createAuthorizationSessions, createGrants, inTenant, inTenantSql, newId } from '../src/index.js';
import {
  connect,
  fillTenant,
  listTenantTables,
  openFreshDatabase,
  refusePowerfulLogin,
  seedConnection,
  steadyClock,
} from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const ports = { grants: createGrants(db.app, steadyClock), authorizationSessions: createAuthorizationSessions(db.app) };

// Two organizations with a row in every table; then everything is tried from the other's scope.
const ours = await seedConnection(db.app);
const theirs = await seedConnection(db.app);
const tables = await listTenantTables(db.admin);
for (const seeded of [ours, theirs]) {
  await connect(ports, seeded);
  await fillTenant(db.admin, tables, seeded.organizationId);
}

t.test('no test of tenancy runs with a login that row-level security does not hold', async (t) => {
  await refusePowerfulLogin(db.urls.appUrl);
  await refusePowerfulLogin(db.urls.workerUrl);
  await t.rejects(refusePowerfulLogin(db.urls.adminUrl), { message: /is a superuser or bypasses row-level security/ });
  for (const [login, name] of [
    [db.app, 'latchkey_app'],
    [db.worker, 'latchkey_worker'],
  ] as const)
    t.equal((await login.pool.query('SELECT current_user AS name')).rows[0].name, name);
});

for (const { name, tenant } of tables)
  t.test(`${name}: another organization's rows can be neither seen nor written`, async (t) => {
    const { rows: updatable } = await db.admin.query<{ column: string }>(
      `SELECT quote_ident(attname) AS column FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0
         AND NOT attisdropped AND has_column_privilege('latchkey_app', attrelid, attnum, 'UPDATE') LIMIT 1`,
      [name],
    );
    const column = updatable[0]?.column;
    const mine = await db.admin.query(`SELECT to_jsonb(x) AS row FROM ${name} x WHERE ${tenant} = $1`, [
      ours.organizationId,
    ]);
    t.ok(mine.rows.length > 0, 'the test has a row to try');
    const from = (organizationId: string, sql: string, values: unknown[] = []) =>
      inTenantSql(db.app, organizationId, (client) => client.query(sql, values));

    t.equal((await from(ours.organizationId, `SELECT FROM ${name}`)).rowCount, mine.rows.length, 'sees its own');
    t.equal(
      (await from(theirs.organizationId, `SELECT FROM ${name} WHERE ${tenant} = $1`, [ours.organizationId])).rowCount,
      0,
    );
    t.equal((await db.app.pool.query(`SELECT FROM ${name}`)).rowCount, 0, 'without a tenant nothing is seen');
    if (column)
      t.equal(
        (
          await from(theirs.organizationId, `UPDATE ${name} SET ${column} = ${column} WHERE ${tenant} = $1`, [
            ours.organizationId,
          ])
        ).rowCount,
        0,
      );
    const deleted = await from(theirs.organizationId, `DELETE FROM ${name} WHERE ${tenant} = $1`, [
      ours.organizationId,
    ]).catch((error) => error);
    t.ok(deleted.rowCount === 0 || deleted.code === '42501', 'deletes nothing');
    await t.rejects(
      from(theirs.organizationId, `INSERT INTO ${name} SELECT * FROM jsonb_populate_record(NULL::${name}, $1)`, [
        mine.rows[0].row,
      ]),
      { code: '42501' },
      'inserts nothing in the other’s name',
    );
  });

t.test('authorization servers, which are no tenant’s, are the worker’s', async (t) => {
  await db.admin.query("INSERT INTO token_server (key, host) VALUES (1, 'provider.example')");
  t.equal((await db.app.pool.query('SELECT FROM token_server')).rowCount, 0);
  await t.rejects(db.app.pool.query('DELETE FROM token_server'), { code: '42501' });
  t.equal((await db.worker.pool.query('SELECT FROM token_server')).rowCount, 1);
});

t.test('the worker sees every organization', async (t) => {
  const { rows } = await db.worker.pool.query('SELECT count(*)::int AS n FROM connection');
  t.same(rows, [{ n: 2 }]);
});

t.test('the scope ends with its transaction, also on a connection that is used again', async (t) => {
  for (let i = 0; i < 20; i++) await inTenantSql(db.app, ours.organizationId, (client) => client.query('SELECT 1'));
  await inTenant(db.app, ours.organizationId, (tx) => tx.connection.findMany());
  const all = await Promise.all(Array.from({ length: 10 }, () => db.app.pool.query('SELECT FROM connection')));
  t.same(
    all.map((result) => result.rowCount),
    Array(10).fill(0),
  );
});

t.test('Prisma inside the scope sees one organization', async (t) => {
  const seen = await inTenant(db.app, theirs.organizationId, (tx) => tx.connection.findMany());
  t.same(
    seen.map((connection) => connection.id),
    [theirs.connectionId],
  );
  t.equal(await db.app.prisma.connection.count(), 0);
});

t.test('a text that is no UUID never reaches the database', async (t) => {
  for (const text of ["'; DROP TABLE x; --", '', ours.organizationId.toUpperCase()]) {
    await t.rejects(
      inTenantSql(db.app, text, async () => undefined),
      TypeError,
    );
    await t.rejects(
      inTenant(db.app, text, async () => undefined),
      TypeError,
    );
  }
});

t.test('a row cannot point into another organization', async (t) => {
  await t.rejects(
    db.admin.query(
      `INSERT INTO instance (organization_id, id, integration_id, customer_id, name, environments)
      VALUES ($1, $2, $3, $4, 'x', '{production}')`,
      [ours.organizationId, newId(), ours.integrationId, theirs.customerId],
    ),
    { code: '23503' },
  );
});

t.test('a rejected transaction leaves nothing', async (t) => {
  await t.rejects(
    inTenantSql(db.app, ours.organizationId, async (client) => {
      await client.query("UPDATE customer SET name = 'changed'");
      throw new Error('no');
    }),
    { message: 'no' },
  );
  const { rows } = await db.admin.query("SELECT FROM customer WHERE name = 'changed'");
  t.equal(rows.length, 0);
});
