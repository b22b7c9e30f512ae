import { resumeClient } from '@latchkey/db';
import { StartError } from '@latchkey/process';
import type { Command } from './command.js';
import { clientOptions, readClient } from './pause-options.js';
import { withWorkerDatabase } from './worker-database.js';

export const resumeClientCommand: Command = {
  options: clientOptions,
  about: 'Ends the pause of a client: what waited is due again, spread.',
  async run(args, env) {
    const find = readClient(args);
    return withWorkerDatabase(env, async (db) => {
      const { rowId, name } = await find(db);
      const done = await resumeClient(db, rowId);
      if (done === 'not_found') throw new StartError(`There is no client ${name}.`);
      return [done === 'resumed' ? `${name} is asked for again.` : `${name} is not paused.`];
    });
  },
};
