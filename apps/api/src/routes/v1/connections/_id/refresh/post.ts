import { readConnection, requestRefresh } from '@latchkey/db/management';
import { needsReauthorization, type Reason } from '@latchkey/oauth';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { makeChange } from '../../../../../change.js';
import { ring } from '../../../../../delete-with-grants.js';
import { notFound, Problem } from '../../../../../errors.js';
import { Connection, toConnection } from '../../../../../wire/connection.js';
import { reauthorizationRequired } from '../../../../../wire/reauthorization.js';
import { answers, ref } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';

/** POST /v1/connections/{id}/refresh */
export const refreshRoute: Route = (api, deps) =>
  api.post(
    '/connections/:id/refresh',
    {
      config: { scope: 'connections:write', limitedKeys: 'held' },
      schema: {
        operationId: 'refreshConnection',
        tags: ['connections'],
        summary: 'Refresh a connection now',
        description:
          'The grant becomes due at once and the worker refreshes it: watch `generation` grow. A refresh that is under way, or whose answer was lost a moment ago, is left alone.',
        params: Type.Object({ id: Type.String() }),
        response: answers(
          { 202: ref(Connection) },
          'not_found',
          'not_connected',
          'reauthorization_required',
          'idempotency_key_reused',
        ),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const id = idFromPath('connection', request.params.id);
      const read = async (tx: Parameters<typeof readConnection>[0]) => {
        const row = await readConnection(tx, organizationId, id);
        if (!row) throw notFound('connection');
        return row;
      };
      const connection = await makeChange(deps, request, {
        action: 'connection.refresh_requested',
        async work(tx) {
          const { reason } = await read(tx);
          if (reason !== null && needsReauthorization(reason as Reason))
            throw reauthorizationRequired(reason as Reason);
          const refresh = await requestRefresh(tx, organizationId, id);
          if (refresh.kind === 'not_connected')
            throw new Problem('not_connected', { detail: 'Send the customer to the wizard to connect it.' });
          if (refresh.kind === 'no_refresh_token') throw reauthorizationRequired('no_refresh_token');
          return { id, result: toConnection(await read(tx), deps.callbackPublicUrl) };
        },
        repeat: async (tx) => toConnection(await read(tx), deps.callbackPublicUrl),
      });
      await ring(deps, 'refresh');
      return reply.code(202).send(connection);
    },
  );
