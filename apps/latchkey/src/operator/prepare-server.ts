import { createDatabase, createRoles, databaseRoles } from '@latchkey/db';
import { requireEnvironment, text, url } from '@latchkey/process';
import type { Command } from './command.js';
import { readOptions } from './options.js';

export const prepareServer: Command = {
  options: '--database <name>',
  about:
    'Makes the three logins and an empty database on a Postgres server. ADMIN_DATABASE_URL may create roles; the passwords come from LATCHKEY_OWNER_PASSWORD, LATCHKEY_APP_PASSWORD and LATCHKEY_WORKER_PASSWORD.',
  async run(args, env) {
    const { database } = readOptions(args, { required: ['database'], optional: [] });
    const read = requireEnvironment(
      {
        ADMIN_DATABASE_URL: url(
          'a login that may create roles and databases, as postgresql://postgres:…@host/postgres',
          ['postgres', 'postgresql'],
        ),
        LATCHKEY_OWNER_PASSWORD: text(`the password of ${databaseRoles.owner}`),
        LATCHKEY_APP_PASSWORD: text(`the password of ${databaseRoles.app}`),
        LATCHKEY_WORKER_PASSWORD: text(`the password of ${databaseRoles.worker}`),
      },
      env,
    );
    await createRoles(read.ADMIN_DATABASE_URL, {
      owner: read.LATCHKEY_OWNER_PASSWORD,
      app: read.LATCHKEY_APP_PASSWORD,
      worker: read.LATCHKEY_WORKER_PASSWORD,
    });
    await createDatabase(read.ADMIN_DATABASE_URL, database);
    return [
      `Made ${Object.values(databaseRoles).join(', ')} and the database ${database}.`,
      'Next: npm run migrate, with DATABASE_URL as latchkey_owner.',
    ];
  },
};
