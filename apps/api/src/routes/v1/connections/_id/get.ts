import { inTenant } from '@latchkey/db';
import { readConnection } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { notFound } from '../../../../errors.js';
import { Connection, toConnection } from '../../../../wire/connection.js';
import { answers, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';

/** GET /v1/connections/{id} */
export const getConnection: Route = (api, deps) =>
  api.get(
    '/connections/:id',
    {
      config: { scope: 'connections:read', limitedKeys: 'held' },
      schema: {
        operationId: 'getConnection',
        tags: ['connections'],
        summary: 'One connection',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 200: ref(Connection) }, 'not_found'),
      },
    },
    async ({ apiKey, params }) => {
      const { organizationId } = apiKey;
      const id = idFromPath('connection', params.id);
      const row = await inTenant(deps.db, apiKey, (tx) => readConnection(tx, organizationId, id));
      if (!row) throw notFound('connection');
      return toConnection(row, deps.callbackPublicUrl);
    },
  );
