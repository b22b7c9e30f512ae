import { inTenant } from '@latchkey/db';
import { readConnectionConfig } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { notFound } from '../../../../errors.js';
import { ConnectionConfig, toConnectionConfig } from '../../../../wire/connection-config.js';
import { answers, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';

/** GET /v1/connection-configs/{id} */
export const getConfig: Route = (api, deps) =>
  api.get(
    '/connection-configs/:id',
    {
      config: { scope: 'configs:read', limitedKeys: 'held' },
      schema: {
        operationId: 'getConnectionConfig',
        tags: ['connection configs'],
        summary: 'One connection config',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 200: ref(ConnectionConfig) }, 'not_found'),
      },
    },
    async ({ apiKey, params }) => {
      const { organizationId } = apiKey;
      const id = idFromPath('connection_config', params.id);
      const row = await inTenant(deps.db, apiKey, (tx) => readConnectionConfig(tx, organizationId, id));
      if (!row) throw notFound('connection config');
      return toConnectionConfig(row, deps.callbackPublicUrl);
    },
  );
