import { inTenant } from '@latchkey/db';
import { connectionsInReach } from '@latchkey/db/management';
import type { RequestKey } from './api.js';
import type { ApiDeps } from './api-deps.js';
import { notFound, Problem } from './errors.js';

/**
 * For routes that read a connection through the engine's ports, which know no reach: a connection outside of the key's is
 * none. Costs nothing for a key without limits.
 */
export async function assertConnectionInReach(
  deps: Pick<ApiDeps, 'db'>,
  key: RequestKey,
  connectionId: string,
): Promise<void> {
  if (key.reach && !(await reachable(deps, key, [connectionId])).has(connectionId)) throw notFound('connection');
}

/** Those of the connections that the key reaches. */
export async function reachable<Id extends string>(
  deps: Pick<ApiDeps, 'db'>,
  key: RequestKey,
  connectionIds: readonly Id[],
): Promise<ReadonlySet<Id>> {
  if (!key.reach) return new Set(connectionIds);
  const found = await inTenant(deps.db, key, (tx) => connectionsInReach(tx, key.organizationId, connectionIds));
  return new Set(connectionIds.filter((id) => found.has(id)));
}

/** What a limited key is told when it would go beyond its limits. */
export function outsideLimits({ name, reach = {} }: RequestKey, detail?: string): Problem {
  const limits = [
    ...(reach.integrationIds ? ['to integrations'] : []),
    ...(reach.environment === undefined ? [] : [`to the environment ${reach.environment}`]),
  ];
  const limited = `The API key "${name}" is limited ${limits.join(' and ')}`;
  return new Problem('outside_key_limits', {
    detail:
      detail === undefined ? `${limited}, and this concerns more than that. Use another key.` : `${limited}. ${detail}`,
  });
}
