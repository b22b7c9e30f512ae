import pg from 'pg';
import t from 'tap';
import { createRoles, openDatabase } from '../src/index.js';
import { openFreshDatabase } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const password = String(process.env.TEST_ROLE_PASSWORD);

t.test('making the roles again, also from several processes, keeps them usable', async (t) => {
  const passwords = { owner: password, app: password, worker: password };
  await createRoles(db.urls.adminUrl, passwords);
  const login = openDatabase({ url: db.urls.appUrl, poolMax: 1, applicationName: 'again' });
  t.equal((await login.pool.query('SELECT current_user AS name')).rows[0].name, 'latchkey_app');
  await login.close();
  const wrong = new URL(db.urls.appUrl);
  wrong.password = 'wrong';
  await t.rejects(new pg.Client({ connectionString: wrong.href }).connect(), { code: '28P01' });
});

t.test('roles have no powers of their own', async (t) => {
  const { rows } = await db.admin.query(
    "SELECT rolname FROM pg_roles WHERE rolname LIKE 'latchkey_%' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)",
  );
  t.same(rows, []);
  const { rows: members } = await db.admin.query(
    "SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname IN ('latchkey_app', 'latchkey_worker')",
  );
  t.same(members, [], 'nor anybody else’s');
});

t.test('an idle connection that is lost ends nobody, and the pool replaces it', async (t) => {
  const errors: Error[] = [];
  const login = openDatabase({
    url: db.urls.appUrl,
    poolMax: 1,
    applicationName: 'lost',
    onError: (error) => errors.push(error),
  });
  await login.pool.query('SELECT 1');
  await db.admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lost'");
  while (errors.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  t.equal((await login.pool.query('SELECT 1 AS one')).rows[0].one, 1);
  await login.close();
});
