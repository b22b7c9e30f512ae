import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import t from 'tap';
import { freshDatabase } from '../src/testing/index.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Runs the real Prisma CLI, which talks to our stand-in for its schema engine. */
async function prisma(databaseUrl: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(path.join(root, 'node_modules/.bin/prisma'), args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: databaseUrl, CHECKPOINT_DISABLE: '1' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  const code = await new Promise<number>((resolve) => child.once('close', (it) => resolve(it ?? 1)));
  return { code, output };
}

const MODEL = `datasource db {
  provider = "postgresql"
}
model Thing {
  id   Int    @id
  name String
}
`;
const MIGRATION = `CREATE TABLE "Thing" ("id" INTEGER NOT NULL, "name" TEXT NOT NULL, CONSTRAINT "Thing_pkey" PRIMARY KEY ("id"));
CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'a;b'; RETURN ';'; END $$;
`;

t.test('the Prisma CLI works without its native engine', async (t) => {
  const database = await freshDatabase();
  t.teardown(() => database.drop());
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-schema-engine-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const schema = path.join(folder, 'schema.prisma');
  const migrations = path.join(folder, 'migrations');
  cpSync(path.join(root, 'prisma/migrations/migration_lock.toml'), path.join(migrations, 'migration_lock.toml'));
  mkdirSync(path.join(migrations, '1_first'));
  writeFileSync(path.join(migrations, '1_first/migration.sql'), MIGRATION);
  const diff = () =>
    prisma(database.adminUrl, 'migrate', 'diff', '--from-migrations', migrations, '--to-schema', schema, '--exit-code');

  writeFileSync(schema, MODEL);
  t.equal((await diff()).code, 0, 'no drift, though a function body has semicolons');
  writeFileSync(schema, MODEL.replace('name String', 'name String?'));
  const drift = await diff();
  t.equal(drift.code, 2, 'drift');
  t.match(drift.output, /Thing/);
  writeFileSync(path.join(migrations, '1_first/migration.sql'), 'CREATE TABEL x ();');
  t.match(await diff(), { code: 1, output: /syntax error at or near "TABEL"/ });

  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  t.teardown(() => client.end());
  const { rows } = await client.query("SELECT datname FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow%'");
  t.same(rows, [], 'no shadow database is left');
});

t.test('it reads the ledger that migrate() writes', async (t) => {
  const database = await freshDatabase();
  t.teardown(() => database.drop());
  t.match(await prisma(database.ownerUrl, 'migrate', 'status'), { code: 0, output: /Database schema is up to date/ });
});
