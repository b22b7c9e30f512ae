import { inTenant } from '@latchkey/db';
import { listConnections } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../api.js';
import { Connection, toConnection } from '../../../wire/connection.js';
import { pageRequest, toPageAnswer } from '../../../wire/page.js';
import { answers, pageOf, pageQuery } from '../../../wire/schema.js';
import { idMember } from '../../../wire-ids.js';

const filter = Type.Optional(Type.String());

/** GET /v1/connections */
export const listConnectionsRoute: Route = (api, deps) =>
  api.get(
    '/connections',
    {
      config: { scope: 'connections:read', limitedKeys: 'held' },
      schema: {
        operationId: 'listConnections',
        tags: ['connections'],
        summary: 'Connections',
        querystring: Type.Object(
          {
            ...pageQuery,
            integrationId: filter,
            customerId: filter,
            instanceId: filter,
            userId: filter,
            connectionConfigId: filter,
            environment: filter,
            status: Type.Optional(Type.Enum(['pending', 'active', 'error', 'disconnecting'])),
            provider: Type.Optional(Type.String({ description: "The catalogue's key." })),
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: pageOf(Connection) }, 'not_found'),
      },
    },
    async ({ apiKey, query }) => {
      const { organizationId } = apiKey;
      const page = pageRequest('connection', query);
      const wanted = {
        ...idMember('integrationId', 'integration', query.integrationId),
        ...idMember('customerId', 'customer', query.customerId),
        ...idMember('instanceId', 'instance', query.instanceId),
        ...idMember('userId', 'user', query.userId),
        ...idMember('connectionConfigId', 'connection_config', query.connectionConfigId),
        ...(query.environment === undefined ? {} : { environment: query.environment }),
        ...(query.status === undefined ? {} : { status: query.status }),
        ...(query.provider === undefined ? {} : { provider: query.provider }),
      };
      const rows = await inTenant(deps.db, apiKey, (tx) => listConnections(tx, organizationId, wanted, page));
      return toPageAnswer('connection', rows, (row) => toConnection(row, deps.callbackPublicUrl));
    },
  );
