import { updateRequiredConfigVariable } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../../api.js';
import { makeChange } from '../../../../../../change.js';
import { notFound } from '../../../../../../errors.js';
import { RequiredConfigVariable, toRequiredConfigVariable } from '../../../../../../wire/integration.js';
import { answers, body, nullable, ref } from '../../../../../../wire/schema.js';
import { idFromPath } from '../../../../../../wire-ids.js';

/** PATCH /v1/integrations/{id}/required-config-variables/{variableId} */
export const updateVariable: Route = (api, deps) =>
  api.patch(
    '/integrations/:id/required-config-variables/:variableId',
    {
      config: { scope: 'configs:write', limitedKeys: 'to_integrations' },
      schema: {
        operationId: 'updateRequiredConfigVariable',
        tags: ['integrations'],
        summary: 'Change how a needed connection is shown',
        description: 'The key and the connection config never change.',
        params: Type.Object({ id: Type.String(), variableId: Type.String() }),
        body: body({
          purpose: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 500 }))),
          position: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
        }),
        response: answers({ 200: ref(RequiredConfigVariable) }, 'not_found'),
      },
    },
    async (request) => {
      const integrationId = idFromPath('integration', request.params.id);
      const id = idFromPath('required_config_variable', request.params.variableId);
      const { organizationId } = request.apiKey;
      return makeChange(deps, request, {
        action: 'required_config_variable.updated',
        async work(tx) {
          const row = await updateRequiredConfigVariable(tx, organizationId, integrationId, id, request.body);
          if (!row) throw notFound('required config variable');
          return { id, result: toRequiredConfigVariable(row), details: request.body };
        },
      });
    },
  );
