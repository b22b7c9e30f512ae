import { inTenant } from '@latchkey/db';
import { readIntegration } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { notFound } from '../../../../errors.js';
import { Integration, toIntegration } from '../../../../wire/integration.js';
import { answers, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';

/** GET /v1/integrations/{id} */
export const getIntegration: Route = (api, deps) =>
  api.get(
    '/integrations/:id',
    {
      config: { scope: 'configs:read', limitedKeys: 'held' },
      schema: {
        operationId: 'getIntegration',
        tags: ['integrations'],
        summary: 'One integration',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 200: ref(Integration) }, 'not_found'),
      },
    },
    async ({ apiKey, params }) => {
      const { organizationId } = apiKey;
      const id = idFromPath('integration', params.id);
      const row = await inTenant(deps.db, apiKey, (tx) => readIntegration(tx, organizationId, id));
      if (!row) throw notFound('integration');
      return toIntegration(row);
    },
  );
