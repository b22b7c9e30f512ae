import {
  createRequiredConfigVariable,
  holdOrganization,
  listRequiredConfigVariables,
  placeForIntegration,
  readConnectionConfig,
  readIntegration,
  readRequiredConfigVariable,
} from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { makeChange } from '../../../../../change.js';
import { notFound, unprocessable } from '../../../../../errors.js';
import { RequiredConfigVariable, toRequiredConfigVariable } from '../../../../../wire/integration.js';
import { answers, body, Key, ref } from '../../../../../wire/schema.js';
import { idFromField, idFromPath } from '../../../../../wire-ids.js';

const most = 50;

/** POST /v1/integrations/{id}/required-config-variables */
export const createVariable: Route = (api, deps) =>
  api.post(
    '/integrations/:id/required-config-variables',
    {
      config: { scope: 'configs:write', limitedKeys: 'to_integrations' },
      schema: {
        operationId: 'createRequiredConfigVariable',
        tags: ['integrations'],
        summary: 'Say that an integration needs a connection',
        description: 'Instances that exist already get the connection too.',
        params: Type.Object({ id: Type.String() }),
        body: body({
          key: Key,
          connectionConfigId: Type.String(),
          purpose: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
          position: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
        }),
        response: answers(
          { 201: ref(RequiredConfigVariable) },
          'not_found',
          'conflict',
          'unprocessable',
          'idempotency_key_reused',
        ),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const integrationId = idFromPath('integration', request.params.id);
      const { key, purpose, position = 0 } = request.body;
      const connectionConfigId = idFromField(
        'connection_config',
        request.body.connectionConfigId,
        'connectionConfigId',
      );
      const variable = await makeChange(deps, request, {
        action: 'required_config_variable.created',
        unique: { field: 'key', message: 'belongs to another variable of this integration' },
        async work(tx) {
          if (!(await readIntegration(tx, organizationId, integrationId))) throw notFound('integration');
          const config = await readConnectionConfig(tx, organizationId, connectionConfigId);
          if (!config) throw notFound('connection config', 'connectionConfigId');
          if (config.integrationId !== null && config.integrationId !== integrationId)
            throw unprocessable('connectionConfigId', 'belongs to another integration: make it without integrationId');
          await holdOrganization(tx, organizationId);
          if ((await listRequiredConfigVariables(tx, organizationId, integrationId)).length >= most)
            throw unprocessable('key', `is one too many: an integration has ${most} variables at most`);
          const row = await createRequiredConfigVariable(tx, organizationId, integrationId, {
            key,
            connectionConfigId,
            position,
            ...(purpose === undefined ? {} : { purpose }),
          });
          await placeForIntegration(tx, organizationId, integrationId);
          return { id: row.id, result: toRequiredConfigVariable(row), details: request.body };
        },
        repeat: async (tx, id) => {
          const row = await readRequiredConfigVariable(tx, organizationId, integrationId, id);
          return row && toRequiredConfigVariable(row);
        },
      });
      return reply.code(201).send(variable);
    },
  );
