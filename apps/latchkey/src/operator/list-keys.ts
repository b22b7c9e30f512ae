import { listRetiredDataKeys, listWrappings } from '@latchkey/db';
import type { Command } from './command.js';
import { readOptions } from './options.js';
import { readKeyRing } from './read-key-ring.js';
import { withWorkerDatabase } from './worker-database.js';

export const listKeys: Command = {
  options: '',
  about: 'Lists the key-encryption keys: which are here, and what each wraps.',
  async run(args, env) {
    readOptions(args, { required: [], optional: [] });
    const ring = await readKeyRing(env);
    return withWorkerDatabase(env, async (db) => {
      const wrappings = await listWrappings(db);
      const known = ring.ids.map((kekId) => wrappings.find((one) => one.kekId === kekId) ?? { kekId, ...none });
      const rest = wrappings.filter(({ kekId }) => !ring.find(kekId));
      const retired = await listRetiredDataKeys(db);
      return [
        ...[...known, ...rest].map(({ kekId, dataKeys, organizations }) =>
          [
            kekId,
            kekId === ring.current.id ? 'wraps what is new' : ring.find(kekId) ? 'opens' : 'MISSING HERE',
            `${dataKeys} data keys of ${organizations} organizations`,
          ].join('  '),
        ),
        `${retired.length} data keys no longer seal.`,
      ];
    });
  },
};

const none = { dataKeys: 0, organizations: 0 };
