import { type Deletable, disconnectInTransaction, markDeleting } from '@latchkey/db/management';
import { formatId, type TickName } from '@latchkey/oauth';
import type { Static } from 'typebox';
import type { KeyedRequest } from './api.js';
import type { ApiDeps } from './api-deps.js';
import { actorOf, makeChange } from './change.js';
import { notFound } from './errors.js';
import type { Deletion } from './wire/deletion.js';
import { nameOf } from './wire-ids.js';

/**
 * Deletes a row that connections hang on: it turns into the state `deleting`, every grant below it is let go of and
 * revoked, all in one transaction; the worker erases it afterwards.
 */
export async function deleteWithGrants(
  deps: ApiDeps,
  request: KeyedRequest,
  kind: Deletable,
  id: string,
): Promise<Static<typeof Deletion>> {
  const { organizationId } = request.apiKey;
  const answer = await makeChange(deps, request, {
    action: `${kind}.deleted`,
    async work(tx) {
      const connectionIds = await markDeleting(tx, organizationId, kind, id);
      if (!connectionIds) throw notFound(nameOf(kind));
      for (const connectionId of connectionIds)
        await disconnectInTransaction(tx, organizationId, connectionId, actorOf(request).name);
      const result = { id: formatId(kind, id), state: 'deleting' as const, disconnecting: connectionIds.length };
      return { id, result, details: { disconnecting: connectionIds.length } };
    },
  });
  if (answer.disconnecting > 0) await ring(deps, 'revoke');
  return answer;
}

/** Asks the worker to look at once; the rows hold the intent, so a lost ring only waits for the next tick. */
export async function ring(deps: Pick<ApiDeps, 'ports'>, tick: TickName): Promise<void> {
  await deps.ports.bell.ring(tick).catch((error: unknown) => {
    deps.ports.notices.notice({ kind: 'bell_failed', tick, error });
  });
}
