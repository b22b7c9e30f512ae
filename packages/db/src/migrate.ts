import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';

/** Prisma Migrate's own advisory lock: whoever migrates, by the CLI or by us, waits for the other. */
const MIGRATION_LOCK = 72_707_369;

const CREATE_LEDGER = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

/** One migration as it lies in its folder: `<name>/migration.sql`; `checksum` is the file's SHA-256 in hex, as Prisma's. */
interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

interface LedgerRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

/** Migrations could not be applied; the message names the migration and says what to do. `cause` is the database's error. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/**
 * Applies the migrations in `directory` that the database at `url` does not have yet, in the order of their names, each
 * in one transaction, and returns the names of those applied now.
 *
 * The ledger is Prisma's own `_prisma_migrations`, so `prisma migrate status` and `deploy` agree with it. Safe to call
 * from several processes at once: they take turns. Throws {@link MigrationError} when the database cannot be reached,
 * when a migration fails (nothing of it stays but its ledger row), failed earlier, or was edited after it was applied. A
 * migration of the ledger that `directory` lacks is no error: an older release may run on a newer database meanwhile.
 */
export async function migrate(url: string, directory: string): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // a connection lost between statements is told by the next statement
  try {
    await client.connect();
  } catch (error) {
    throw new MigrationError(`cannot reach the database ${withoutPassword(url)} to migrate it: ${messageOf(error)}`, {
      cause: error,
    });
  }
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(CREATE_LEDGER);
    const { rows } = await client.query<LedgerRow>(
      'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
    );
    const pending = pendingMigrations(migrations, rows);
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end().catch(() => {}); // ends the session, and with it the lock
  }
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    throw new MigrationError(`no migrations found: ${directory} cannot be read`, { cause: error });
  });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(directory, name, 'migration.sql'), 'utf8').catch((error: unknown) => {
        throw new MigrationError(`migration ${name} has no readable migration.sql`, { cause: error });
      });
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

function pendingMigrations(migrations: readonly Migration[], ledger: readonly LedgerRow[]): Migration[] {
  const failed = ledger.find((row) => row.finished_at === null);
  if (failed)
    throw new MigrationError(
      `migration ${failed.migration_name} failed earlier: its error is in _prisma_migrations.logs. Correct its cause, then ` +
        `run "npm run prisma -- migrate resolve --rolled-back ${failed.migration_name}" and migrate again`,
    );
  const applied = new Map(ledger.map((row) => [row.migration_name, row.checksum]));
  for (const { name, checksum } of migrations)
    if (applied.has(name) && applied.get(name) !== checksum)
      throw new MigrationError(
        `migration ${name} was edited after it was applied: restore its file and put the change into a new migration`,
      );
  return migrations.filter(({ name }) => !applied.has(name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  await client.query('INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    checksum,
    name,
  ]);
  try {
    await client.query(sql); // one simple-protocol message: Postgres runs it as one implicit transaction
  } catch (error) {
    // After an explicit BEGIN in the file the session may be left in a failed transaction.
    await client.query('ROLLBACK').catch(() => {});
    await client.query('UPDATE "_prisma_migrations" SET logs = $2 WHERE id = $1', [id, String(error)]).catch(() => {});
    throw new MigrationError(`migration ${name} failed${lineOf(sql, error)}: ${messageOf(error)}`, { cause: error });
  }
  await client.query('UPDATE "_prisma_migrations" SET finished_at = now(), applied_steps_count = 1 WHERE id = $1', [
    id,
  ]);
}

/** Where in the file the database met the error: `position` is 1-based, in characters. */
function lineOf(sql: string, error: unknown): string {
  const position = error instanceof pg.DatabaseError ? Number(error.position) : Number.NaN;
  return position > 0 ? ` at line ${sql.slice(0, position).split('\n').length}` : '';
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message || String((error as { code?: unknown }).code) : String(error);
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return '(its URL cannot be parsed)';
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
