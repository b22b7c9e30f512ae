import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createDatabase, type DatabaseRole, databaseRoles } from '../roles.js';

/** A migrated database of a test's own, with a URL for each login. */
export interface FreshDatabase {
  /** The superuser's: for arranging what no login of ours may do, never for the code under test. */
  readonly adminUrl: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly workerUrl: string;
  /** Ends every connection to it and deletes it. */
  drop(): Promise<void>;
}

/**
 * Clones the migrated template: `TEST_DATABASE_URL` is the superuser's URL of it, `TEST_ROLE_PASSWORD` the password of
 * the three logins; `npm test` sets both. Throws when one is missing, and when a login of ours is a superuser or
 * bypasses row-level security, because then no test of tenancy would mean anything.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const templateUrl = new URL(environment('TEST_DATABASE_URL'));
  const password = environment('TEST_ROLE_PASSWORD');
  const template = decodeURIComponent(templateUrl.pathname.slice(1));
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const serverUrl = at(templateUrl, 'postgres');
  await withClient(serverUrl, async (client) => {
    // A template is copied by one session at a time; ended with the session.
    await client.query("SELECT pg_advisory_lock(hashtext('latchkey_template'))");
    await createDatabase(serverUrl, name, template);
  });
  const login = (role: DatabaseRole) => {
    const url = new URL(at(templateUrl, name));
    url.username = databaseRoles[role];
    url.password = password;
    return url.href;
  };
  const fresh = {
    adminUrl: at(templateUrl, name),
    ownerUrl: login('owner'),
    appUrl: login('app'),
    workerUrl: login('worker'),
  };
  for (const url of [fresh.ownerUrl, fresh.appUrl, fresh.workerUrl]) await refusePowerfulLogin(url);
  return {
    ...fresh,
    drop: () => withClient(serverUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)),
  };
}

/** Throws when the login in `url` is a superuser or bypasses row-level security, by itself or by a role that it is in. */
export async function refusePowerfulLogin(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query(
      "SELECT FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER') AND (rolsuper OR rolbypassrls)",
    );
    if (rows.length > 0) throw new Error(`${new URL(url).username} is a superuser or bypasses row-level security`);
  });
}

function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with "npm test", which starts a database for them`);
  return value;
}

function at(url: URL, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // told by the query that it interrupts
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
