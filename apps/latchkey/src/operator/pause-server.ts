import { pauseServer } from '@latchkey/db';
import type { Command } from './command.js';
import { readOptions } from './options.js';
import { readHost } from './pause-options.js';
import { withWorkerDatabase } from './worker-database.js';

export const pauseServerCommand: Command = {
  options: '--host <host>',
  about:
    'Lets nothing be asked any more of the authorization server whose token endpoint is at this host. What is due waits; nothing is lost.',
  async run(args, env) {
    const host = readHost(readOptions(args, { required: ['host'], optional: [] }).host);
    return withWorkerDatabase(env, async (db) => {
      const done = await pauseServer(db, host);
      return [done === 'paused' ? `${host} is paused.` : `${host} was paused already.`];
    });
  },
};
