import { fileURLToPath } from 'node:url';
import { migrate } from '@latchkey/db';
import { requireEnvironment, startProcess, url } from '@latchkey/process';
import { prepareQueue } from '@latchkey/queue';

const migrations = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));

// `npm run migrate`: brings the schema of an external database up to date, and the queue's where Postgres carries it.
await startProcess(async () => {
  const { DATABASE_URL } = requireEnvironment({
    DATABASE_URL: url('the database as its owner, as postgresql://latchkey_owner:…@host/database', [
      'postgres',
      'postgresql',
    ]),
  });
  const applied = await migrate(DATABASE_URL, migrations);
  await prepareQueue(DATABASE_URL);
  console.log(applied.length === 0 ? 'The schema is up to date.' : `Applied: ${applied.join(', ')}`);
});
