import { scopes } from '@latchkey/api';
import { inTenant } from '@latchkey/db';
import { readOrganization } from '@latchkey/db/management';
import { parseId } from '@latchkey/oauth';
import { StartError } from '@latchkey/process';
import type { Command } from './command.js';
import { mintApiKey } from './mint-api-key.js';
import { readOptions } from './options.js';
import { withWorkerDatabase } from './worker-database.js';

export const createKey: Command = {
  options: '--organization <org_…> --name <name> [--scopes <scope,scope,…>]',
  about: 'Makes an API key for an organization, with every scope when none is named, and prints it once.',
  async run(args, env) {
    const given = readOptions(args, { required: ['organization', 'name'], optional: ['scopes'] });
    const organizationId = parseId('organization', given.organization);
    if (!organizationId) throw new StartError('--organization must be an id as list-organizations shows it: org_…');
    const wanted = given.scopes?.split(',') ?? scopes;
    const unknown = wanted.filter((scope) => !(scopes as readonly string[]).includes(scope));
    if (unknown.length > 0)
      throw new StartError(`There is no scope ${unknown.join(', ')}. There are: ${scopes.join(', ')}.`);
    return withWorkerDatabase(env, (db) =>
      inTenant(db, organizationId, async (tx) => {
        if (!(await readOrganization(tx, organizationId)))
          throw new StartError(`There is no organization ${given.organization}.`);
        return [`API key: ${await mintApiKey(tx, organizationId, { name: given.name, scopes: wanted })}`];
      }),
    );
  },
};
