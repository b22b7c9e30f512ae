import { retireKeyEncryptionKey } from '@latchkey/db';
import { formatId } from '@latchkey/oauth';
import { StartError } from '@latchkey/process';
import type { Command } from './command.js';
import { readOptions } from './options.js';
import { readKeyRing } from './read-key-ring.js';
import { withWorkerDatabase } from './worker-database.js';

/** Organizations that a refusal names one by one. */
const mostNamed = 20;

export const retireKey: Command = {
  options: '--key <id>',
  about:
    'Ends the use of a key-encryption key: nothing can be wrapped by it any more. Refuses while a data key is, and says whose.',
  async run(args, env) {
    const { key } = readOptions(args, { required: ['key'], optional: [] });
    const ring = await readKeyRing(env);
    if (!ring.find(key)) throw new StartError(`There is no key ${key} here, only ${ring.ids.join(', ')}.`);
    if (key === ring.current.id)
      throw new StartError(`${key} is the first key, which wraps what is new. Put another one first, and rotate-keys.`);
    return withWorkerDatabase(env, async (db) => {
      const done = await retireKeyEncryptionKey(db, key);
      if (done.kind === 'in_use') {
        const total = done.by.reduce((sum, { dataKeys }) => sum + dataKeys, 0);
        throw new StartError(
          [
            `${key} still wraps ${total} data keys of ${done.by.length} organizations: run rotate-keys first.`,
            ...done.by
              .slice(0, mostNamed)
              .map(({ organizationId, dataKeys }) => `${formatId('organization', organizationId)}  ${dataKeys}`),
            ...(done.by.length > mostNamed ? [`and ${done.by.length - mostNamed} more`] : []),
          ].join('\n'),
        );
      }
      return [
        `${key} wraps nothing, and nothing can be wrapped by it any more.`,
        'Take it out of LATCHKEY_KEY or the key file of every process, and restart them.',
        'Keep a copy of it as long as you keep backups of the database that were made before.',
      ];
    });
  },
};
