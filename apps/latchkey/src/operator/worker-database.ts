import { type Database, openDatabase } from '@latchkey/db';
import { requireEnvironment, url } from '@latchkey/process';

/** Opens the database of the environment with the login that sees every organization, works with it and closes it. */
export async function withWorkerDatabase<Result>(
  env: NodeJS.ProcessEnv,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const { DATABASE_URL } = requireEnvironment(
    {
      DATABASE_URL: url('the database as its worker, as postgresql://latchkey_worker:…@host/database', [
        'postgres',
        'postgresql',
      ]),
    },
    env,
  );
  const db = openDatabase({ url: DATABASE_URL, poolMax: 1, applicationName: 'latchkey-operator' });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
