import { cidrProblem, scopes } from '@latchkey/api';
import { inTenant } from '@latchkey/db';
import { type KeyLimits, readOrganization } from '@latchkey/db/management';
import { parseId } from '@latchkey/oauth';
import { StartError } from '@latchkey/process';
import type { Command } from './command.js';
import { mintApiKey } from './mint-api-key.js';
import { readOptions } from './options.js';
import { withWorkerDatabase } from './worker-database.js';

export const createKey: Command = {
  options:
    '--organization <org_…> --name <name> [--scopes <scope,scope,…>] [--expires-at <time>] [--integrations <int_…,int_…>] [--environment <name>] [--cidrs <203.0.113.0/24,…>]',
  about:
    'Makes an API key for an organization, with every scope when none is named, limited as you say, and prints it once.',
  async run(args, env) {
    const given = readOptions(args, {
      required: ['organization', 'name'],
      optional: ['scopes', 'expires-at', 'integrations', 'environment', 'cidrs'],
    });
    const organizationId = parseId('organization', given.organization);
    if (!organizationId) throw new StartError('--organization must be an id as list-organizations shows it: org_…');
    const wanted = given.scopes?.split(',') ?? scopes;
    const unknown = wanted.filter((scope) => !(scopes as readonly string[]).includes(scope));
    if (unknown.length > 0)
      throw new StartError(`There is no scope ${unknown.join(', ')}. There are: ${scopes.join(', ')}.`);
    const { expiresAt, limits } = readLimits(given);
    return withWorkerDatabase(env, (db) =>
      inTenant(db, organizationId, async (tx) => {
        if (!(await readOrganization(tx, organizationId)))
          throw new StartError(`There is no organization ${given.organization}.`);
        const key = { name: given.name, scopes: wanted, limits, ...(expiresAt ? { expiresAt } : {}) };
        return [`API key: ${await mintApiKey(tx, organizationId, key)}`];
      }),
    );
  },
};

/** The end and the limits of the key. Throws a StartError that says what an option must be. */
function readLimits(given: {
  readonly 'expires-at'?: string;
  readonly integrations?: string;
  readonly environment?: string;
  readonly cidrs?: string;
}): { readonly expiresAt?: Date; readonly limits: KeyLimits } {
  const { 'expires-at': end, environment } = given;
  const expiresAt = end === undefined ? undefined : new Date(end);
  if (expiresAt && !(expiresAt.getTime() > Date.now())) throw new StartError('--expires-at must be a time to come.');
  const integrationIds = given.integrations?.split(',').map((text) => {
    const id = parseId('integration', text);
    if (!id) throw new StartError('--integrations must be ids as the API shows them: int_…,int_…');
    return id;
  });
  const allowedCidrs = given.cidrs?.split(',');
  const problem = allowedCidrs?.map(cidrProblem).find((one) => one !== undefined);
  if (problem) throw new StartError(`--cidrs: each ${problem}.`);
  return {
    ...(expiresAt ? { expiresAt } : {}),
    limits: {
      ...(integrationIds ? { integrationIds } : {}),
      ...(environment === undefined ? {} : { environment }),
      ...(allowedCidrs ? { allowedCidrs } : {}),
    },
  };
}
