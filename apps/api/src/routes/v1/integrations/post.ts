import { createIntegration, readIntegration } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../api.js';
import { makeChange } from '../../../change.js';
import { Description, Integration, toIntegration } from '../../../wire/integration.js';
import { answers, body, Key, Name, ref } from '../../../wire/schema.js';

/** POST /v1/integrations */
export const createIntegrationRoute: Route = (api, deps) =>
  api.post(
    '/integrations',
    {
      config: { scope: 'configs:write' },
      schema: {
        operationId: 'createIntegration',
        tags: ['integrations'],
        summary: 'Make an integration',
        body: body({ key: Key, name: Name, description: Type.Optional(Description) }),
        response: answers({ 201: ref(Integration) }, 'conflict', 'idempotency_key_reused'),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const integration = await makeChange(deps, request, {
        action: 'integration.created',
        unique: { field: 'key', message: 'belongs to another integration: choose another one' },
        async work(tx) {
          const { key, name, description = '' } = request.body;
          const row = await createIntegration(tx, organizationId, { key, name, description });
          return { id: row.id, result: toIntegration(row), details: { key, name } };
        },
        repeat: async (tx, id) => {
          const row = await readIntegration(tx, organizationId, id);
          return row && toIntegration(row);
        },
      });
      return reply.code(201).send(integration);
    },
  );
