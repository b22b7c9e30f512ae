import { readConnectionConfig, resetPinnedIssuers } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../../../api.js';
import { makeChange } from '../../../../../../../change.js';
import { notFound } from '../../../../../../../errors.js';
import { ConnectionConfig, toConnectionConfig } from '../../../../../../../wire/connection-config.js';
import { answers, ref } from '../../../../../../../wire/schema.js';
import { idFromPath } from '../../../../../../../wire-ids.js';

/** POST /v1/connection-configs/{id}/environments/{environment}/reset-issuer */
export const resetIssuer: Route = (api, deps) =>
  api.post(
    '/connection-configs/:id/environments/:environment/reset-issuer',
    {
      config: { scope: 'configs:write' },
      schema: {
        operationId: 'resetIssuer',
        tags: ['connection configs'],
        summary: 'Forget the pinned issuer',
        description:
          'Where the definition has no `issuer`, the `iss` (RFC 9207) that successes of two different customers brought is pinned, and a response with another one, or with none, is refused. Reset it only when the provider says that its issuer has changed: the next successes pin anew.',
        params: Type.Object({ id: Type.String(), environment: Type.String() }),
        response: answers({ 200: ref(ConnectionConfig) }, 'not_found', 'idempotency_key_reused'),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const { environment } = request.params;
      const id = idFromPath('connection_config', request.params.id);
      const read = async (tx: Parameters<typeof readConnectionConfig>[0]) => {
        const row = await readConnectionConfig(tx, organizationId, id);
        if (!row) throw notFound('connection config');
        return toConnectionConfig(row, deps.callbackPublicUrl);
      };
      return makeChange(deps, request, {
        action: 'connection_config.issuer_reset',
        async work(tx) {
          await read(tx);
          const issuers = await resetPinnedIssuers(tx, organizationId, id, environment);
          return { id, result: await read(tx), details: { environment, issuers } };
        },
        repeat: read,
      });
    },
  );
