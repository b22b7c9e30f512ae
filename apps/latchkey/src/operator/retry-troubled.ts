import { retryable, retryTroubled } from '@latchkey/db';
import type { Command } from './command.js';
import { readOptions } from './options.js';
import { readCount, readTrouble, readTroubleFilter } from './trouble-options.js';
import { withWorkerDatabase } from './worker-database.js';

export const retry: Command = {
  options: '--trouble <name> [--organization <org_…>] [--provider <name>] [--spread-seconds <n>]',
  about:
    'Makes the connections in one trouble due again, evenly over some seconds (600), so that a provider that comes back is not overrun.',
  async run(args, env) {
    const optional = ['organization', 'provider', 'spread-seconds'] as const;
    const given = readOptions(args, { required: ['trouble'], optional });
    const trouble = readTrouble(given.trouble, retryable);
    const filter = readTroubleFilter(given);
    const spreadSeconds = readCount(given['spread-seconds'], 'spread-seconds', 600);
    return withWorkerDatabase(env, async (db) => {
      const count = await retryTroubled(db, trouble, { ...filter, spreadSeconds });
      return [`${count} made due over the next ${spreadSeconds} seconds.`];
    });
  },
};
