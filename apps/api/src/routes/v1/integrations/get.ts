import { inTenant } from '@latchkey/db';
import { listIntegrations } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../api.js';
import { Integration, toIntegration } from '../../../wire/integration.js';
import { pageRequest, toPageAnswer } from '../../../wire/page.js';
import { answers, pageOf, pageQuery } from '../../../wire/schema.js';

/** GET /v1/integrations */
export const listIntegrationsRoute: Route = (api, deps) =>
  api.get(
    '/integrations',
    {
      config: { scope: 'configs:read', limitedKeys: 'held' },
      schema: {
        operationId: 'listIntegrations',
        tags: ['integrations'],
        summary: 'Integrations',
        querystring: Type.Object({ ...pageQuery, key: Type.Optional(Type.String()) }, { additionalProperties: false }),
        response: answers({ 200: pageOf(Integration) }),
      },
    },
    async ({ apiKey, query }) => {
      const { organizationId } = apiKey;
      const page = pageRequest('integration', query);
      const filter = query.key === undefined ? {} : { key: query.key };
      const rows = await inTenant(deps.db, apiKey, (tx) => listIntegrations(tx, organizationId, filter, page));
      return toPageAnswer('integration', rows, toIntegration);
    },
  );
