import { inTenant } from '@latchkey/db';
import { listOrigins } from '@latchkey/db/management';
import type { Route } from '../../../../api.js';
import { Origins } from '../../../../wire/organization.js';
import { answers, ref } from '../../../../wire/schema.js';

/** GET /v1/organization/origins */
export const getOrigins: Route = (api, deps) =>
  api.get(
    '/organization/origins',
    {
      config: { scope: 'organization:read', limitedKeys: 'held' },
      schema: {
        operationId: 'getOrigins',
        tags: ['organization'],
        summary: 'The registered origins',
        response: answers({ 200: ref(Origins) }),
      },
    },
    async ({ apiKey }) => ({
      origins: [...(await inTenant(deps.db, apiKey, (tx) => listOrigins(tx, apiKey.organizationId)))],
    }),
  );
