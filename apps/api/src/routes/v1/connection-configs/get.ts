import { inTenant } from '@latchkey/db';
import { listConnectionConfigs } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../api.js';
import { ConnectionConfig, toConnectionConfig } from '../../../wire/connection-config.js';
import { pageRequest, toPageAnswer } from '../../../wire/page.js';
import { answers, pageOf, pageQuery } from '../../../wire/schema.js';
import { idMember } from '../../../wire-ids.js';

/** GET /v1/connection-configs */
export const listConfigs: Route = (api, deps) =>
  api.get(
    '/connection-configs',
    {
      config: { scope: 'configs:read', limitedKeys: 'held' },
      schema: {
        operationId: 'listConnectionConfigs',
        tags: ['connection configs'],
        summary: 'Connection configs',
        querystring: Type.Object(
          { ...pageQuery, key: Type.Optional(Type.String()), integrationId: Type.Optional(Type.String()) },
          { additionalProperties: false },
        ),
        response: answers({ 200: pageOf(ConnectionConfig) }, 'not_found'),
      },
    },
    async ({ apiKey, query }) => {
      const { organizationId } = apiKey;
      const page = pageRequest('connection_config', query);
      const filter = {
        ...(query.key === undefined ? {} : { key: query.key }),
        ...idMember('integrationId', 'integration', query.integrationId),
      };
      const rows = await inTenant(deps.db, apiKey, (tx) => listConnectionConfigs(tx, organizationId, filter, page));
      return toPageAnswer('connection_config', rows, (row) => toConnectionConfig(row, deps.callbackPublicUrl));
    },
  );
