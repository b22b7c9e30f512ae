import { promoteNextSecret, readConnectionConfig } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../../../api.js';
import { makeChange } from '../../../../../../../change.js';
import { notFound, Problem } from '../../../../../../../errors.js';
import { ConnectionConfig, toConnectionConfig } from '../../../../../../../wire/connection-config.js';
import { answers, ref } from '../../../../../../../wire/schema.js';
import { idFromPath } from '../../../../../../../wire-ids.js';

/** POST /v1/connection-configs/{id}/environments/{environment}/promote-client-secret */
export const promoteClientSecret: Route = (api, deps) =>
  api.post(
    '/connection-configs/:id/environments/:environment/promote-client-secret',
    {
      config: { scope: 'configs:write', limitedKeys: 'held' },
      schema: {
        operationId: 'promoteClientSecret',
        tags: ['connection configs'],
        summary: 'End a rotation of the client secret',
        description:
          'The `nextClientSecret` becomes the `clientSecret`; the former one is retired and never sent again. Do it once the provider accepts the new one everywhere.',
        params: Type.Object({ id: Type.String(), environment: Type.String() }),
        response: answers({ 200: ref(ConnectionConfig) }, 'not_found', 'conflict', 'idempotency_key_reused'),
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
        action: 'connection_config.secret_promoted',
        async work(tx) {
          await read(tx);
          const promoted = await promoteNextSecret(tx, organizationId, id, environment);
          if (promoted.kind === 'no_next_secret')
            throw new Problem('conflict', {
              detail: 'This environment has no next client secret. Save one as `nextClientSecret` first.',
            });
          return { id, result: await read(tx), details: { environment, secretVersion: promoted.secretId } };
        },
        repeat: read,
      });
    },
  );
