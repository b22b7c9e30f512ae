import { resumeServer } from '@latchkey/db';
import type { Command } from './command.js';
import { readOptions } from './options.js';
import { readHost } from './pause-options.js';
import { withWorkerDatabase } from './worker-database.js';

export const resumeServerCommand: Command = {
  options: '--host <host>',
  about: 'Ends the pause of an authorization server: what waited is due again, spread.',
  async run(args, env) {
    const host = readHost(readOptions(args, { required: ['host'], optional: [] }).host);
    return withWorkerDatabase(env, async (db) => {
      const done = await resumeServer(db, host);
      return [done === 'resumed' ? `${host} is asked again.` : `${host} is not paused.`];
    });
  },
};
