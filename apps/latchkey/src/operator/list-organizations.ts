import { listOrganizations } from '@latchkey/db/management';
import { formatId } from '@latchkey/oauth';
import type { Command } from './command.js';
import { withWorkerDatabase } from './worker-database.js';

export const listAllOrganizations: Command = {
  options: '',
  about: 'Lists every organization: id, state, day of creation and name.',
  async run(_args, env) {
    return withWorkerDatabase(env, async (db) => {
      const rows = await listOrganizations(db);
      if (rows.length === 0) return ['There is no organization yet.'];
      return rows.map(({ id, state, createdAt, name }) =>
        [formatId('organization', id), state, createdAt.toISOString().slice(0, 10), name].join('  '),
      );
    });
  },
};
