import { inTenant } from '@latchkey/db';
import { listApiKeys } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../api.js';
import { ApiKey, toApiKey } from '../../../wire/api-key.js';
import { pageRequest, toPageAnswer } from '../../../wire/page.js';
import { answers, pageOf, pageQuery } from '../../../wire/schema.js';

/** GET /v1/api-keys */
export const listKeys: Route = (api, deps) =>
  api.get(
    '/api-keys',
    {
      config: { scope: 'keys:read', limitedKeys: 'held' },
      schema: {
        operationId: 'listApiKeys',
        tags: ['API keys'],
        summary: 'All API keys, revoked and expired ones too',
        querystring: Type.Object(pageQuery, { additionalProperties: false }),
        response: answers({ 200: pageOf(ApiKey) }),
      },
    },
    async ({ apiKey, query }) => {
      const { organizationId } = apiKey;
      const page = pageRequest('api_key', query);
      const rows = await inTenant(deps.db, apiKey, (tx) => listApiKeys(tx, organizationId, page));
      return toPageAnswer('api_key', rows, toApiKey);
    },
  );
