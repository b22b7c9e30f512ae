import { countTroubles, listTroubled, type Trouble, type TroubledGrant, troubles } from '@latchkey/db';
import { formatId } from '@latchkey/oauth';
import type { Command } from './command.js';
import { readOptions } from './options.js';
import { readCount, readTrouble, readTroubleFilter } from './trouble-options.js';
import { withWorkerDatabase } from './worker-database.js';

const names = Object.keys(troubles) as Trouble[];

export const listTroubles: Command = {
  options: '[--trouble <name>] [--organization <org_…>] [--provider <name>] [--limit <n>]',
  about: 'Counts what is wrong with refreshes, or lists the connections in one trouble, the longest due first.',
  async run(args, env) {
    const given = readOptions(args, { required: [], optional: ['trouble', 'organization', 'provider', 'limit'] });
    const filter = readTroubleFilter(given);
    const limit = readCount(given.limit, 'limit', 50);
    const trouble = given.trouble === undefined ? undefined : readTrouble(given.trouble, names);
    return withWorkerDatabase(env, async (db) => {
      if (trouble === undefined) {
        const counts = await countTroubles(db, filter);
        return names.map((name) => `${String(counts[name]).padStart(7)}  ${name.padEnd(13)}  ${troubles[name]}`);
      }
      const rows = await listTroubled(db, trouble, { ...filter, limit });
      return rows.length === 0 ? [`No connection is ${trouble}.`] : rows.map(lineOf);
    });
  },
};

function lineOf(row: TroubledGrant): string {
  return [
    formatId('organization', row.organizationId),
    formatId('connection', row.connectionId),
    row.dueAt ? `due ${row.dueAt.toISOString()}` : 'never due',
    `attempts ${row.attempts}`,
    ...(row.failingSince ? [`failing since ${row.failingSince.toISOString()}`] : []),
    ...(row.holder ? [`held by ${row.holder}`] : []),
    ...(row.reason ? [row.reason] : []),
    row.provider,
  ].join('  ');
}
