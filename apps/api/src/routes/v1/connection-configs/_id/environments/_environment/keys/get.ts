import { inTenant } from '@latchkey/db';
import { listClientKeys, readConnectionConfig } from '@latchkey/db/management';
import { type ConnectionConfigId, jwksUri } from '@latchkey/oauth';
import { Type } from 'typebox';
import type { Route } from '../../../../../../../api.js';
import { notFound } from '../../../../../../../errors.js';
import { ClientKey, toClientKey } from '../../../../../../../wire/client-key.js';
import { answers, ref } from '../../../../../../../wire/schema.js';
import { idFromPath } from '../../../../../../../wire-ids.js';

/** GET /v1/connection-configs/{id}/environments/{environment}/keys */
export const listKeysOfClient: Route = (api, deps) =>
  api.get(
    '/connection-configs/:id/environments/:environment/keys',
    {
      config: { scope: 'configs:read', limitedKeys: 'held' },
      schema: {
        operationId: 'listClientKeys',
        tags: ['connection configs'],
        summary: 'The keys that sign for a client',
        params: Type.Object({ id: Type.String(), environment: Type.String() }),
        response: answers(
          { 200: Type.Object({ items: Type.Array(ref(ClientKey)), jwksUri: Type.String() }) },
          'not_found',
        ),
      },
    },
    async ({ apiKey, params }) => {
      const { organizationId } = apiKey;
      const id = idFromPath('connection_config', params.id);
      const { environment } = params;
      const keys = await inTenant(deps.db, apiKey, async (tx) => {
        const config = await readConnectionConfig(tx, organizationId, id);
        if (!config?.environments.some((one) => one.environment === environment))
          throw notFound('environment of a connection config');
        return await listClientKeys(tx, organizationId, { connectionConfigId: id, environment });
      });
      return {
        items: keys.map(toClientKey),
        jwksUri: jwksUri(deps.callbackPublicUrl, id as ConnectionConfigId, environment),
      };
    },
  );
