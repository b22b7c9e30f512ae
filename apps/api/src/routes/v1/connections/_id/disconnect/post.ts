import { disconnectInTransaction, readConnection } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { actorOf, makeChange } from '../../../../../change.js';
import { ring } from '../../../../../delete-with-grants.js';
import { notFound, Problem } from '../../../../../errors.js';
import { Connection, toConnection } from '../../../../../wire/connection.js';
import { answers, ref } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';

/** POST /v1/connections/{id}/disconnect */
export const disconnectRoute: Route = (api, deps) =>
  api.post(
    '/connections/:id/disconnect',
    {
      config: { scope: 'connections:write', limitedKeys: 'held' },
      schema: {
        operationId: 'disconnectConnection',
        tags: ['connections'],
        summary: 'Disconnect a connection',
        description:
          'From the answer on no token is given out; the grant is revoked at the provider and its tokens are deleted. `lastRevocation` tells how that ended.',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 202: ref(Connection) }, 'not_found', 'not_connected', 'idempotency_key_reused'),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const id = idFromPath('connection', request.params.id);
      const read = async (tx: Parameters<typeof readConnection>[0]) => {
        const row = await readConnection(tx, organizationId, id);
        if (!row) throw notFound('connection');
        return toConnection(row, deps.callbackPublicUrl);
      };
      const connection = await makeChange(deps, request, {
        action: 'connection.disconnect_requested',
        async work(tx) {
          const outcome = await disconnectInTransaction(tx, organizationId, id, actorOf(request).name);
          if (outcome === 'not_found') throw notFound('connection');
          if (outcome === 'not_connected')
            throw new Problem('not_connected', { detail: 'There is no grant: nothing is to be disconnected.' });
          return { id, result: await read(tx) };
        },
        repeat: read,
      });
      await ring(deps, 'revoke');
      return reply.code(202).send(connection);
    },
  );
