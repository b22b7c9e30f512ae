import { scopes } from '@latchkey/api';
import { createOrganization, recordAuditEvent } from '@latchkey/db/management';
import { formatId } from '@latchkey/oauth';
import type { Command } from './command.js';
import { mintApiKey } from './mint-api-key.js';
import { readOptions } from './options.js';
import { withWorkerDatabase } from './worker-database.js';

export const createOrganizationWithKey: Command = {
  options: '--name <name>',
  about: 'Makes an organization and its first API key, which may do everything and is printed once.',
  async run(args, env) {
    const { name } = readOptions(args, { required: ['name'], optional: [] });
    return withWorkerDatabase(env, (db) =>
      createOrganization(db, name, async (tx, { id }) => {
        await recordAuditEvent(
          tx,
          id,
          { kind: 'operator' },
          { action: 'organization.created', targetKind: 'organization', targetId: id, details: { name } },
        );
        const key = await mintApiKey(tx, id, { name: 'first key', scopes });
        return [`organization: ${formatId('organization', id)}`, `API key: ${key}`];
      }),
    );
  },
};
