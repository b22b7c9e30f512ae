import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';

/** The three logins (SECURITY, "Tenancy"): migrations; the doors, held to one tenant; the worker, which crosses tenants. */
export const databaseRoles = { owner: 'latchkey_owner', app: 'latchkey_app', worker: 'latchkey_worker' } as const;

export type DatabaseRole = keyof typeof databaseRoles;

/**
 * Makes the three logins where they are missing and sets their passwords; safe to repeat. `adminUrl` is a login that
 * may create roles. Throws the database's error when it may not.
 */
export async function createRoles(adminUrl: string, passwords: Readonly<Record<DatabaseRole, string>>): Promise<void> {
  await withClient(adminUrl, async (client) => {
    for (const role of Object.keys(databaseRoles) as DatabaseRole[]) {
      const name = databaseRoles[role];
      await client.query(
        `DO $$ BEGIN
           IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${name}') THEN CREATE ROLE ${name}; END IF;
         EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another process made it at this moment
         END $$`,
      );
      const verifier = client.escapeLiteral(scramVerifier(passwords[role]));
      await client.query(`ALTER ROLE ${name} LOGIN NOCREATEDB NOCREATEROLE PASSWORD ${verifier}`);
    }
    const { rows } = await client.query<{ rolname: string }>(
      'SELECT rolname FROM pg_roles WHERE rolname = ANY ($1) AND (rolsuper OR rolbypassrls)',
      [Object.values(databaseRoles)],
    );
    if (rows.length > 0)
      throw new Error(
        `${rows.map((row) => row.rolname).join(', ')} must be neither SUPERUSER nor BYPASSRLS: row-level security would not hold`,
      );
    // Whoever is no superuser needs the membership to make a database in the owner's name.
    await client.query(
      `DO $$ BEGIN
         IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
           EXECUTE format('GRANT ${databaseRoles.owner} TO %I', current_user);
         END IF;
       END $$`,
    );
  });
}

/**
 * Makes a database that belongs to latchkey_owner, to which only our logins may connect. `template` is a database to
 * copy, to which nobody may be connected. Throws the database's error when the name is taken.
 */
export async function createDatabase(adminUrl: string, name: string, template?: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const database = client.escapeIdentifier(name);
    const copy = template === undefined ? '' : ` TEMPLATE ${client.escapeIdentifier(template)} STRATEGY FILE_COPY`;
    await client.query(`CREATE DATABASE ${database} OWNER ${databaseRoles.owner}${copy}`);
    await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${databaseRoles.app}, ${databaseRoles.worker}`);
  });
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // told by the query that it interrupts
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** What Postgres keeps of a password (RFC 5802, RFC 7677): sent instead of it, so that no server log can hold it. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const iterations = 4096;
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  const serverKey = hmac('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
