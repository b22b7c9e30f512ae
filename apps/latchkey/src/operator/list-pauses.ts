import { listPauses, listServersDown } from '@latchkey/db';
import { formatId } from '@latchkey/oauth';
import type { Command } from './command.js';
import { readOptions } from './options.js';
import { withWorkerDatabase } from './worker-database.js';

export const listPausesCommand: Command = {
  options: '',
  about: 'Lists the servers and clients that are paused, and the servers that are down and probed.',
  async run(args, env) {
    readOptions(args, { required: [], optional: [] });
    return withWorkerDatabase(env, async (db) => {
      const paused = (await listPauses(db)).map((pause) =>
        pause.kind === 'server'
          ? `server  ${pause.host}  paused since ${pause.since.toISOString()}`
          : [
              `client  ${formatId('client', pause.clientRowId)}  paused since ${pause.since.toISOString()}`,
              formatId('organization', pause.organizationId),
              pause.clientId,
            ].join('  '),
      );
      const down = (await listServersDown(db)).map(
        ({ host, probes }) => `server  ${host}  down, ${probes} probes brought nothing`,
      );
      return paused.length + down.length === 0 ? ['Nothing is paused, and no server is down.'] : [...paused, ...down];
    });
  },
};
