import { runMigrations } from 'bullmq';
import pg from 'pg';
import { backendKind } from './backend.js';

/** The logins that ring and hear; BullMQ's schema holds nothing but rings. */
const logins = ['latchkey_worker', 'latchkey_app'];

/**
 * Brings BullMQ's own Postgres schema (`bullmq`) up to date and lets the logins that exist use it. `ownerUrl` is the
 * URL of the login that owns migrations. Idempotent, and safe to run from several processes at once. For a Redis URL
 * there is nothing to do.
 */
export async function prepareQueue(ownerUrl: string): Promise<void> {
  if (backendKind(ownerUrl) === 'redis') return;
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    // Granting from two processes at once fails with "tuple concurrently updated".
    await client.query('SELECT pg_advisory_lock($1)', [0x1a7c4]);
    await runMigrations(client);
    const { rows } = await client.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY ($1)', [
      logins,
    ]);
    for (const { rolname } of rows) await client.query(grants(client.escapeIdentifier(rolname)));
  } finally {
    await client.end();
  }
}

/** Defaults too, for what later versions of BullMQ add. */
function grants(login: string): string {
  return `
    GRANT USAGE ON SCHEMA bullmq TO ${login};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bullmq TO ${login};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA bullmq TO ${login};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA bullmq TO ${login};
    ALTER DEFAULT PRIVILEGES IN SCHEMA bullmq GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${login};
    ALTER DEFAULT PRIVILEGES IN SCHEMA bullmq GRANT USAGE, SELECT ON SEQUENCES TO ${login};
    ALTER DEFAULT PRIVILEGES IN SCHEMA bullmq GRANT EXECUTE ON FUNCTIONS TO ${login};`;
}
