import { type DataKeyRemoval, listRetiredDataKeys, removeRetiredDataKey, retiredKeyDays } from '@latchkey/db';
import { formatId, parseId } from '@latchkey/oauth';
import { StartError } from '@latchkey/process';
import { envelopeHeader } from '@latchkey/vault';
import type { Command } from './command.js';
import { readOptions } from './options.js';
import { withWorkerDatabase } from './worker-database.js';

export const retireDataKeys: Command = {
  options: '[--organization <org_…>]',
  about: `Removes the data keys that no longer seal, ${retiredKeyDays} days after they did. Refuses for each under which anything is still sealed, and says what.`,
  async run(args, env, say) {
    const { organization } = readOptions(args, { required: [], optional: ['organization'] });
    const organizationId = organization === undefined ? undefined : parseId('organization', organization);
    if (organization !== undefined && !organizationId)
      throw new StartError('--organization must be an id as list-organizations shows it: org_…');
    return withWorkerDatabase(env, async (db) => {
      const keys = await listRetiredDataKeys(db, organizationId);
      let refused = 0;
      for (const key of keys) {
        const done = await removeRetiredDataKey(db, key, envelopeHeader(key.id));
        if (done.kind === 'in_use') refused++;
        say(`${formatId('organization', key.organizationId)}  ${key.id}  ${lineOf(done)}`);
      }
      if (refused > 0) throw new StartError(`${refused} data keys are still needed: run rotate-keys first.`);
      return keys.length === 0 ? ['Every data key seals: there is none to remove.'] : [];
    });
  },
};

function lineOf(done: DataKeyRemoval): string {
  switch (done.kind) {
    case 'removed':
      return 'removed';
    case 'too_young':
      return `nothing is sealed under it; kept until ${done.until.toISOString()}, for what may lie in a spool`;
    case 'in_use':
      return `refused: under it are still ${done.by.map(({ field, values }) => `${values} ${field}`).join(', ')}`;
  }
}
