import t from 'tap';
import { openFreshDatabase } from '../src/testing/index.js';

// Walks the catalogue, so that a table or function that a later migration adds is held to the same promises.
const db = await openFreshDatabase();
t.teardown(() => db.close());

/** Tables of no tenant: the doors' login sees no row of them. */
const untenanted = ['token_server', 'restore_guard', 'restore_witness'];

t.test('every table with a tenant has forced row-level security and the three policies', async (t) => {
  const { rows } = await db.admin.query(`
    SELECT c.oid::regclass::text AS name, c.relrowsecurity, c.relforcerowsecurity,
           (SELECT array_agg(p.polname::text || ':' || array_to_string(ARRAY(SELECT rolname FROM pg_roles WHERE oid = ANY (p.polroles)), '+')
              || ':' || pg_get_expr(p.polqual, p.polrelid) ORDER BY p.polname) FROM pg_policy p WHERE p.polrelid = c.oid) AS policies,
           c.relname = 'organization' AS is_organization
      FROM pg_class c
     WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations'`);
  const [server] = rows.splice(
    rows.findIndex(({ name }) => name === 'token_server'),
    1,
  );
  t.ok(server.relrowsecurity && server.relforcerowsecurity);
  t.same(
    server.policies,
    ['owner:latchkey_owner:true', 'worker:latchkey_worker:true'],
    'no tenant’s: only the worker sees it',
  );
  t.ok(rows.length > 25);
  for (const row of rows) {
    t.ok(row.relrowsecurity && row.relforcerowsecurity, `${row.name} has row-level security, forced`);
    if (untenanted.includes(row.name)) continue;
    const column = row.is_organization ? 'id' : 'organization_id';
    t.same(
      row.policies,
      [
        'owner:latchkey_owner:true',
        `tenant:latchkey_app:(${column} = (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid)`,
        'worker:latchkey_worker:true',
      ],
      `${row.name} has its policies`,
    );
  }
});

t.test('every table names its tenant, and its primary key starts with it', async (t) => {
  const { rows } = await db.admin.query(`
    SELECT c.relname AS name, (SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
             WHERE i.indrelid = c.oid AND i.indisprimary) AS first_column
      FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
       AND c.relname NOT IN ('_prisma_migrations', 'organization') AND c.relname <> ALL ('{${untenanted}}')`);
  for (const row of rows) t.equal(row.first_column, 'organization_id', row.name);
});

t.test('no door reaches the guard of restores', async (t) => {
  for (const table of ['restore_guard', 'restore_witness'])
    await t.rejects(db.app.pool.query(`SELECT FROM ${table}`), { code: '42501' }, table);
});

t.test('every foreign key between tenant tables includes the tenant', async (t) => {
  const { rows } = await db.admin.query(`
    SELECT conname, conrelid::regclass::text AS from_table,
           (SELECT array_agg(attname::text) FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey)) AS columns
      FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`);
  t.ok(rows.length > 20);
  for (const row of rows) t.ok(row.columns.includes('organization_id'), `${row.from_table}: ${row.conname}`);
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
    beat_restore_witness: 'latchkey_app latchkey_worker',
    assert_claims_allowed: 'latchkey_app latchkey_worker',
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
