import { inTenant } from '@latchkey/db';
import { readApiKey } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { notFound } from '../../../../errors.js';
import { ApiKey, toApiKey } from '../../../../wire/api-key.js';
import { answers, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';

/** GET /v1/api-keys/{id} */
export const getKey: Route = (api, deps) =>
  api.get(
    '/api-keys/:id',
    {
      config: { scope: 'keys:read', limitedKeys: 'held' },
      schema: {
        operationId: 'getApiKey',
        tags: ['API keys'],
        summary: 'One API key',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 200: ref(ApiKey) }, 'not_found'),
      },
    },
    async ({ apiKey, params }) => {
      const id = idFromPath('api_key', params.id);
      const row = await inTenant(deps.db, apiKey, (tx) => readApiKey(tx, apiKey.organizationId, id));
      if (!row) throw notFound('api key');
      return toApiKey(row);
    },
  );
