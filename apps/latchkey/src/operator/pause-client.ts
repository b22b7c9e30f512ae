import { pauseClient } from '@latchkey/db';
import { StartError } from '@latchkey/process';
import type { Command } from './command.js';
import { clientOptions, readClient } from './pause-options.js';
import { withWorkerDatabase } from './worker-database.js';

export const pauseClientCommand: Command = {
  options: clientOptions,
  about: 'Lets nothing be asked any more for one client, wherever its grants are. What is due waits; nothing is lost.',
  async run(args, env) {
    const find = readClient(args);
    return withWorkerDatabase(env, async (db) => {
      const { rowId, name } = await find(db);
      const done = await pauseClient(db, rowId);
      if (done === 'not_found') throw new StartError(`There is no client ${name}.`);
      return [done === 'paused' ? `${name} is paused.` : `${name} was paused already.`];
    });
  },
};
