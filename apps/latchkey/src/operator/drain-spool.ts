import { createSystemClock, openFileSpool } from '@latchkey/compose';
import { createGrants } from '@latchkey/db';
import { drainSpool, type Notice, protocolTimes } from '@latchkey/oauth';
import type { Command } from './command.js';
import { createVaultOn } from './create-vault.js';
import { readOptions } from './options.js';
import { readKeyRing } from './read-key-ring.js';
import { withWorkerDatabase } from './worker-database.js';

export const drainSpoolCommand: Command = {
  options: '--folder <folder>',
  about:
    'Stores the answers that processes had to leave in a spool folder, as the next worker there would. The key comes from LATCHKEY_KEY or LATCHKEY_KEY_FILE.',
  async run(args, env) {
    const { folder } = readOptions(args, { required: ['folder'], optional: [] });
    const keys = await readKeyRing(env);
    return withWorkerDatabase(env, async (db) => {
      const told: Notice[] = [];
      const clock = createSystemClock();
      const notices = { notice: (notice: Notice) => void told.push(notice) };
      const grants = createGrants(db, clock, { notices });
      const spool = await openFileSpool(folder);
      const found = (await spool.list()).length;
      await drainSpool({ spool, vault: createVaultOn(db, keys), grants, clock, times: protocolTimes, notices });
      const left = told.flatMap((notice) => (notice.kind === 'spool_unreadable' ? [notice.attemptId] : []));
      return [
        `${found - left.length} of ${found} answers stored.`,
        ...left.map((attemptId) => `${attemptId} cannot be opened: its key is not in the ring, or it was changed.`),
      ];
    });
  },
};
