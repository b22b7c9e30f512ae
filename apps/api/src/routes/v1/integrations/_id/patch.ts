import { updateIntegration } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { makeChange } from '../../../../change.js';
import { notFound } from '../../../../errors.js';
import { Description, Integration, toIntegration } from '../../../../wire/integration.js';
import { answers, body, Name, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';

/** PATCH /v1/integrations/{id} */
export const updateIntegrationRoute: Route = (api, deps) =>
  api.patch(
    '/integrations/:id',
    {
      config: { scope: 'configs:write', limitedKeys: 'to_integrations' },
      schema: {
        operationId: 'updateIntegration',
        tags: ['integrations'],
        summary: 'Change an integration',
        description: 'The key never changes.',
        params: Type.Object({ id: Type.String() }),
        body: body({ name: Type.Optional(Name), description: Type.Optional(Description) }),
        response: answers({ 200: ref(Integration) }, 'not_found'),
      },
    },
    async (request) => {
      const id = idFromPath('integration', request.params.id);
      return makeChange(deps, request, {
        action: 'integration.updated',
        async work(tx) {
          const row = await updateIntegration(tx, request.apiKey.organizationId, id, request.body);
          if (!row) throw notFound('integration');
          return { id, result: toIntegration(row), details: request.body };
        },
      });
    },
  );
