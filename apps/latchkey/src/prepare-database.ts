import { randomBytes } from 'node:crypto';
import { createDatabase, createRoles, databaseRoles, migrate } from '@latchkey/db';
import { prepareQueue } from '@latchkey/queue';
import pg from 'pg';

/** The URLs of one database for each login. All are secrets. */
export interface DatabaseUrls {
  readonly owner: string;
  readonly app: string;
  readonly worker: string;
}

const name = 'latchkey';

/**
 * Makes the three logins, the database and its schema on a server that this process owns, whatever of it is missing.
 * The logins get new passwords at every start: only this process uses them.
 */
export async function prepareDatabase(adminUrl: string, migrations: string): Promise<DatabaseUrls> {
  const password = randomBytes(24).toString('base64url');
  await createRoles(adminUrl, { owner: password, app: password, worker: password });
  if (!(await hasDatabase(adminUrl))) await createDatabase(adminUrl, name);
  const urlOf = (role: string) => {
    const url = new URL(adminUrl);
    url.username = role;
    url.password = password;
    url.pathname = `/${name}`;
    return url.href;
  };
  const urls = {
    owner: urlOf(databaseRoles.owner),
    app: urlOf(databaseRoles.app),
    worker: urlOf(databaseRoles.worker),
  };
  await migrate(urls.owner, migrations);
  await prepareQueue(urls.owner);
  return urls;
}

async function hasDatabase(adminUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    return rowCount === 1;
  } finally {
    await client.end();
  }
}
