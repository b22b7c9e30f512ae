import type pg from 'pg';
import t from 'tap';
import { openFreshDatabase } from '../src/testing/index.js';

// Walks the catalogue, so that a table or function that a later migration adds is held to the same promises.
const db = await openFreshDatabase();
t.teardown(() => db.close());

const byWorker = 'owner:latchkey_owner:ALL:true; worker:latchkey_worker:ALL:true';

/** Tables of no tenant, with their policies: the doors' login sees no row of them. */
const untenanted: Readonly<Record<string, string>> = {
  token_server: byWorker,
  restore_guard: byWorker,
  restore_witness: 'owner:latchkey_owner:ALL:true',
  domain_quarantine: byWorker,
  key_rotation: byWorker,
  retired_key: byWorker,
  request_rate: byWorker,
};

const policiesOf = (column: string) =>
  [
    'owner:latchkey_owner:ALL:true',
    `tenant:latchkey_app:ALL:(${column} = (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid)`,
    'worker:latchkey_worker:ALL:true',
  ].join('; ');

/** Tables, partitions too, whose row-level security is not what it must be, with what it is. */
async function unprotected(client: pg.Pool | pg.PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query(`
    SELECT c.oid::regclass::text AS name, c.relrowsecurity AND c.relforcerowsecurity AS is_forced,
           coalesce((SELECT string_agg(concat_ws(':', p.polname, array_to_string(ARRAY(SELECT rolname FROM pg_roles
                WHERE oid = ANY (p.polroles)), '+'), CASE p.polcmd WHEN '*' THEN 'ALL' ELSE p.polcmd::text END,
                pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)), '; ' ORDER BY p.polname)
              FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive), 'no policy') AS policies
      FROM pg_class c
     WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations'
     ORDER BY 1`);
  return rows.flatMap(({ name, is_forced, policies }) => {
    const wanted = untenanted[name] ?? policiesOf(name === 'organization' ? 'id' : 'organization_id');
    const problems = [
      ...(is_forced ? [] : ['row-level security is not forced']),
      ...(policies === wanted ? [] : [`policies: ${policies}`]),
    ];
    return problems.map((problem) => `${name}: ${problem}`);
  });
}

t.test('every table has forced row-level security and the policies of the three logins', async (t) => {
  t.same(await unprotected(db.admin), []);
});

// A sub-select in a policy is planned, with the policies of what it names, in every statement of everybody: asked by
// functions, the same costs a statement of a key without limits nothing.
t.test('no policy holds a sub-select', async (t) => {
  const { rows } = await db.admin.query(
    `SELECT polrelid::regclass::text || '.' || polname AS policy FROM pg_policy
     WHERE concat_ws(' ', pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) ~ '\\mSELECT\\M' ORDER BY 1`,
  );
  t.same(rows, []);
});

t.test('a new table without them is told', async (t) => {
  const client = await db.admin.connect();
  try {
    await client.query(`BEGIN; CREATE TABLE planted (organization_id uuid NOT NULL, id uuid NOT NULL);
      ALTER TABLE customer NO FORCE ROW LEVEL SECURITY; DROP POLICY tenant ON instance;
      CREATE POLICY tenant ON instance TO latchkey_app USING (true)`);
    t.same(await unprotected(client), [
      'customer: row-level security is not forced',
      'instance: policies: owner:latchkey_owner:ALL:true; tenant:latchkey_app:ALL:true; worker:latchkey_worker:ALL:true',
      'planted: row-level security is not forced',
      'planted: policies: no policy',
    ]);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});

t.test(
  'a limited key is held to its reach by restrictive policies of the doors, on every table that it applies to',
  async (t) => {
    const { rows } = await db.admin.query(`
    SELECT p.polrelid::regclass::text AS name, string_agg(p.polname, ' ' ORDER BY p.polname) AS policies
      FROM pg_policy p WHERE NOT p.polpermissive AND p.polroles = ARRAY['latchkey_app'::regrole::oid] GROUP BY 1`);
    t.same(Object.fromEntries(rows.map(({ name, policies }) => [name, policies])), {
      api_key: 'reach reach_environment',
      audit_event: 'reach',
      client: 'reach reach_environment',
      client_secret: 'reach',
      connection: 'reach reach_environment',
      connection_config: 'reach',
      connection_config_environment: 'reach reach_environment',
      connection_input: 'reach',
      instance: 'reach reach_environment',
      instance_link: 'reach',
      integration: 'reach',
      required_config_variable: 'reach',
    });
  },
);

t.test('no door reaches the guard of restores, the rotation of keys, nor hosts in quarantine', async (t) => {
  for (const table of ['restore_guard', 'restore_witness', 'key_rotation', 'retired_key', 'domain_quarantine'])
    await t.rejects(db.app.pool.query(`SELECT FROM ${table}`), { code: '42501' }, table);
});

/** Columns that name a row of a tenant and have no foreign key, each for a reason. */
const loose: Readonly<Record<string, string>> = {
  'connection_event.connection_id': 'partitioned; erased by retention',
  'webhook_outbox.connection_id': 'partitioned; erased by retention',
  'audit_event.target_id': 'outlives what it tells of',
  'grant.authorization_session_id': 'sessions are deleted after a day',
  'grant_clock.client_row_id': 'a copy of the grant’s, whose foreign key holds it',
  'client.probed_grant_id': 'a note about one of its grants',
  'connection.last_used_key_id': 'a note about a key',
  'authorization_session.wizard_session_id': 'wizard sessions are deleted sooner',
  'authorization_session.unconfirmed_grant_id': 'grants are erased with their connection, as sessions are',
  'device_authorization.wizard_session_id': 'wizard sessions are deleted sooner',
  'idempotency_record.resource_id': 'of any kind',
  'pinned_issuer.pinned_by': 'a customer or a connection; what they brought outlives them',
  'pinned_issuer.connection_id': 'as pinned_by',
  'pinned_issuer.earlier_by': 'as pinned_by',
  'pinned_issuer.earlier_connection_id': 'as pinned_by',
  'webhook_delivery.message_id': 'of an outbox row, which is deleted when its deliveries are made',
};

/** Ids that name no row. */
const noRows = /^(attempt_id|stored_by|lane_id)$/;

/** What is wrong with the keys of tenants' tables, in words. */
async function keyProblems(client: pg.Pool | pg.PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ problem: string }>(`
    WITH tenant_table AS (
      SELECT c.oid, c.relname FROM pg_class c JOIN pg_attribute o ON o.attrelid = c.oid AND o.attname = 'organization_id'
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace),
    foreign_key AS (
      SELECT k.conrelid, k.conname, k.confrelid, ARRAY(SELECT a.attname::text FROM pg_attribute a
          WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)) AS columns
        FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace)
    SELECT t.relname || ': ' || k.conname || ' leaves out the tenant' AS problem
      FROM tenant_table t JOIN foreign_key k ON k.conrelid = t.oid WHERE NOT 'organization_id' = ANY (k.columns)
    UNION ALL
    SELECT t.relname || '.' || a.attname || ' names a row and has no foreign key'
      FROM tenant_table t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
       AND a.atttypid = 'uuid'::regtype AND a.attname NOT IN ('id', 'organization_id')
     WHERE NOT EXISTS (SELECT FROM foreign_key k WHERE k.conrelid = t.oid AND a.attname::text = ANY (k.columns))
    UNION ALL
    SELECT t.relname || ' has no foreign key that leads to its organization'
      FROM tenant_table t JOIN pg_class c ON c.oid = t.oid AND c.relkind = 'r'
     WHERE NOT EXISTS (SELECT FROM foreign_key k WHERE k.conrelid = t.oid AND 'organization_id' = ANY (k.columns))
    UNION ALL
    SELECT t.relname || ' has a primary key that does not begin with the tenant'
      FROM tenant_table t WHERE NOT EXISTS (
        SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
         WHERE i.indrelid = t.oid AND i.indisprimary AND a.attname = 'organization_id')
    ORDER BY 1`);
  return rows
    .map(({ problem }) => problem)
    .filter((problem) => {
      const column = problem.replace(/ names a row.*/, '');
      return !Object.hasOwn(loose, column) && !noRows.test(column.split('.')[1] ?? '');
    });
}

t.test('every key between rows of tenants includes the tenant', async (t) => {
  t.same(await keyProblems(db.admin), []);
});

t.test('a new table without tenant keys is told', async (t) => {
  const client = await db.admin.connect();
  try {
    await client.query(`BEGIN;
      ALTER TABLE customer ADD CONSTRAINT planted_key UNIQUE (id);
      CREATE TABLE planted (organization_id uuid NOT NULL, id uuid PRIMARY KEY, connection_id uuid,
        customer_id uuid REFERENCES customer (id))`);
    t.same(await keyProblems(client), [
      'planted has a primary key that does not begin with the tenant',
      'planted has no foreign key that leads to its organization',
      'planted.connection_id names a row and has no foreign key',
      'planted: planted_customer_id_fkey leaves out the tenant',
    ]);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});

t.test('SECURITY DEFINER functions fix their search path and are nobody’s by default', async (t) => {
  const { rows } = await db.admin.query(`
    SELECT p.proname, p.prosecdef, p.proconfig, array_to_string(ARRAY(
             SELECT r.rolname FROM aclexplode(p.proacl) a JOIN pg_roles r ON r.oid = a.grantee
              WHERE r.rolname <> 'latchkey_owner' ORDER BY 1), ' ') AS callers,
           has_function_privilege('public', p.oid, 'EXECUTE') AS is_public
      FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace`);
  const callers: Record<string, string> = {};
  for (const row of rows) {
    t.notOk(row.is_public, `${row.proname} is not for everybody`);
    if (row.prosecdef) {
      t.ok(row.proconfig?.includes('search_path=pg_catalog, public, pg_temp'), `${row.proname} fixes its search path`);
      callers[row.proname] = row.callers;
    }
  }
  t.same(callers, {
    find_api_key: 'latchkey_app',
    find_custom_domain: 'latchkey_app',
    list_custom_hosts: 'latchkey_app latchkey_worker',
    custom_domain_obstacle: 'latchkey_app',
    settle_custom_domain: 'latchkey_app latchkey_worker',
    quarantine_domain: '',
    redeem_wizard_ticket: 'latchkey_app',
    find_wizard_session: 'latchkey_app',
    consume_authorization_session: 'latchkey_app latchkey_worker',
    find_parking_place: 'latchkey_app latchkey_worker',
    consume_parked_response: 'latchkey_app latchkey_worker',
    find_authorization_ticket: 'latchkey_app',
    find_parked_session: 'latchkey_app',
    consume_authorization_session_without_state: 'latchkey_app latchkey_worker',
    read_stored_accesses: 'latchkey_app latchkey_worker',
    published_client_keys: 'latchkey_app latchkey_worker',
    token_server_hold: 'latchkey_app latchkey_worker',
    token_server_answered: 'latchkey_app latchkey_worker',
    token_server_probed: 'latchkey_app latchkey_worker',
    ensure_partitions: 'latchkey_worker',
    refuse_retired_key: '',
    beat_restore_witness: 'latchkey_app latchkey_worker',
    assert_claims_allowed: 'latchkey_app latchkey_worker',
    take_requests: 'latchkey_app',
  });
});

t.test('no column that a claim writes is indexed, and no index of the clock is partial on one', async (t) => {
  const { rows } = await db.admin.query(`SELECT indexdef FROM pg_indexes WHERE tablename = 'grant_clock'`);
  t.equal(rows.length, 2);
  for (const row of rows)
    t.notMatch(row.indexdef, /attempt|takeover|crashes|ambiguous|failing_since|holder/, row.indexdef);
});

t.test('logs are append-only for both logins', async (t) => {
  for (const login of [db.app, db.worker])
    for (const table of ['audit_event', 'connection_event'])
      for (const statement of [`UPDATE ${table} SET details = '{}'`, `DELETE FROM ${table}`, `TRUNCATE ${table}`])
        await t.rejects(login.pool.query(statement), { code: '42501' }, statement);
});

t.test('what a grant froze and a variable’s key cannot be changed', async (t) => {
  for (const login of [db.app, db.worker]) {
    for (const column of ['terms', 'client_row_id', 'redirect_uri', 'definition_version', 'connection_id'])
      await t.rejects(login.pool.query(`UPDATE "grant" SET ${column} = ${column}`), { code: '42501' }, column);
    await t.rejects(login.pool.query('UPDATE required_config_variable SET key = key'), { code: '42501' });
  }
});

t.test('partitions cannot be reached around their parent', async (t) => {
  for (const login of [db.app, db.worker])
    await t.rejects(login.pool.query('SELECT FROM connection_event_default'), { code: '42501' });
});

t.test('only our logins may connect', async (t) => {
  const { rows } = await db.admin.query(
    `SELECT has_database_privilege('public', current_database(), 'CONNECT') AS connects,
            has_schema_privilege('public', 'public', 'USAGE') AS uses`,
  );
  t.same(rows, [{ connects: false, uses: false }]);
});
