import { randomBytes } from 'node:crypto';
import t from 'tap';
import { createAuthorizationSessions, createGrants, inTenant, inTenantSql, newId } from '../src/index.js';
import { connect, openFreshDatabase, seedConnection } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const clock = { epochMs: () => Date.now(), monotonic: () => performance.now(), sleep: async () => undefined };
const ports = { grants: createGrants(db.app, clock), authorizationSessions: createAuthorizationSessions(db.app) };

// Two organizations with a row in every table; then everything is tried from the other's scope.
const ours = await seedConnection(db.app);
const theirs = await seedConnection(db.app);
for (const seeded of [ours, theirs]) {
  await connect(ports, seeded);
  const organization_id = seeded.organizationId;
  const fill = (sql: string, values: readonly unknown[]) => db.admin.query(sql, [...values]);
  await fill(`INSERT INTO organization_data_key VALUES ($1, $2, '\\x00', 'kek', 'current')`, [
    organization_id,
    newId(),
  ]);
  await fill(
    `INSERT INTO api_key (organization_id, id, key_hash, name, prefix, scopes) VALUES ($1, $2, $3, 'k', 'lk', '{}')`,
    [organization_id, newId(), randomBytes(32)],
  );
  await fill(`INSERT INTO registered_origin VALUES ($1, $2, 'https://a.example')`, [organization_id, newId()]);
  await fill(`INSERT INTO connection_input VALUES ($1, $2, 'host', 'a')`, [organization_id, seeded.connectionId]);
  await fill(
    `INSERT INTO wizard_session (organization_id, id, customer_id, ticket_hash, ticket_expires_at, permissions, expires_at)
    VALUES ($1, $2, $3, $4, now(), '[]', now())`,
    [organization_id, newId(), seeded.customerId, randomBytes(32)],
  );
  await fill(
    `INSERT INTO authorization_ticket (organization_id, id, connection_id, completion, ticket_hash, requested_by, expires_at)
     VALUES ($1, gen_random_uuid(), $2, 'link', $3, 'Ada', now())`,
    [organization_id, seeded.connectionId, randomBytes(32)],
  );
  await fill(
    `INSERT INTO pinned_issuer (organization_id, connection_config_id, environment, authorization_endpoint, issuer)
     VALUES ($1, $2, 'production', 'https://a.example', 'https://a.example')`,
    [organization_id, seeded.connectionConfigId],
  );
  await fill(
    `INSERT INTO grant_alternate (organization_id, grant_id, attempt_id, token_set, has_refresh_token, kept_until)
     SELECT organization_id, id, gen_random_uuid(), '\\x00', true, now() FROM "grant" WHERE organization_id = $1`,
    [organization_id],
  );
  await fill(
    `INSERT INTO device_authorization (organization_id, id, connection_id, connection_config_id, wizard_session_id,
       device_code, user_code, verification_uri, terms, client_row_id, requested_scopes, interval_seconds, most_requests,
       poll_due_at, expires_at)
     VALUES ($1, gen_random_uuid(), $2, $3, gen_random_uuid(), '\\x00', 'CODE', 'https://a.example', '{}', $4,
       '{}', 5, 1, now(), now())`,
    [organization_id, seeded.connectionId, seeded.connectionConfigId, seeded.clientRowId],
  );
  await fill(
    `INSERT INTO request_budget (organization_id, client_row_id, token_server, next_at) VALUES ($1, $2, 1, now())`,
    [organization_id, seeded.clientRowId],
  );
  await fill(
    `INSERT INTO token_server_failure (organization_id, token_server, host) VALUES ($1, 1, 'provider.example')`,
    [organization_id],
  );
  await fill(`INSERT INTO audit_event (organization_id, id, actor_kind, action) VALUES ($1, $2, 'system', 'x')`, [
    organization_id,
    newId(),
  ]);
  await fill(
    `INSERT INTO idempotency_record (organization_id, key, request_hash, expires_at) VALUES ($1, 'k', '\\x00', now())`,
    [organization_id],
  );
}

const { rows: tables } = await db.admin.query<{ name: string; tenant: string; column: string }>(`
  SELECT quote_ident(c.relname) AS name, CASE c.relname WHEN 'organization' THEN 'id' ELSE 'organization_id' END AS tenant,
         (SELECT quote_ident(a.attname) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            AND has_column_privilege('latchkey_app', c.oid, a.attnum, 'UPDATE') ORDER BY a.attnum LIMIT 1) AS column
    FROM pg_class c WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
     AND c.relname NOT IN ('_prisma_migrations', 'token_server', 'restore_guard', 'restore_witness') ORDER BY 1`);

for (const { name, tenant, column } of tables)
  t.test(`${name}: another organization's rows can be neither seen nor written`, async (t) => {
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
