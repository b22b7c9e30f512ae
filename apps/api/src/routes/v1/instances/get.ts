import { inTenant } from '@latchkey/db';
import { listConnectionsOfInstances, listInstances } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../api.js';
import { Instance, toInstance } from '../../../wire/instance.js';
import { pageRequest, toPageAnswer } from '../../../wire/page.js';
import { answers, pageOf, pageQuery } from '../../../wire/schema.js';
import { idMember } from '../../../wire-ids.js';

/** GET /v1/instances */
export const listInstancesRoute: Route = (api, deps) =>
  api.get(
    '/instances',
    {
      config: { scope: 'instances:read', limitedKeys: 'held' },
      schema: {
        operationId: 'listInstances',
        tags: ['instances'],
        summary: 'Instances with their connections',
        querystring: Type.Object(
          {
            ...pageQuery,
            integrationId: Type.Optional(Type.String()),
            customerId: Type.Optional(Type.String()),
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: pageOf(Instance) }, 'not_found'),
      },
    },
    async ({ apiKey, query }) => {
      const { organizationId } = apiKey;
      const page = pageRequest('instance', query);
      const filter = {
        ...idMember('integrationId', 'integration', query.integrationId),
        ...idMember('customerId', 'customer', query.customerId),
      };
      return inTenant(deps.db, apiKey, async (tx) => {
        const rows = await listInstances(tx, organizationId, filter, page);
        const ids = rows.rows.map(({ id }) => id);
        const connections = await listConnectionsOfInstances(tx, organizationId, ids);
        return toPageAnswer('instance', rows, (row) => toInstance(row, connections, deps.callbackPublicUrl));
      });
    },
  );
