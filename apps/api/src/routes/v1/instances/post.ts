import { createInstance, readCustomer, readIntegration } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../api.js';
import { makeChange } from '../../../change.js';
import { notFound } from '../../../errors.js';
import { Instance } from '../../../wire/instance.js';
import { answers, body, EnvironmentName, Name, ref } from '../../../wire/schema.js';
import { idFromField } from '../../../wire-ids.js';
import { readInstanceAnswer } from './read-instance-answer.js';

/** POST /v1/instances */
export const createInstanceRoute: Route = (api, deps) =>
  api.post(
    '/instances',
    {
      config: { scope: 'instances:write', limitedKeys: 'held' },
      schema: {
        operationId: 'createInstance',
        tags: ['instances'],
        summary: 'Deploy an integration to a customer',
        description:
          "Makes the instance's own connections, one for each required config variable and environment; those of the customer and its users are made when somebody is sent to the wizard.",
        body: body({
          integrationId: Type.String(),
          customerId: Type.String(),
          name: Name,
          environments: Type.Optional(
            Type.Array(EnvironmentName, {
              minItems: 1,
              maxItems: 10,
              uniqueItems: true,
              description: 'The first is the default; `["production"]` when left out.',
            }),
          ),
        }),
        response: answers({ 201: ref(Instance) }, 'not_found', 'idempotency_key_reused'),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const { name, environments = ['production'] } = request.body;
      const integrationId = idFromField('integration', request.body.integrationId, 'integrationId');
      const customerId = idFromField('customer', request.body.customerId, 'customerId');
      const instance = await makeChange(deps, request, {
        action: 'instance.created',
        async work(tx) {
          if (!(await readIntegration(tx, organizationId, integrationId)))
            throw notFound('integration', 'integrationId');
          if (!(await readCustomer(tx, organizationId, customerId))) throw notFound('customer', 'customerId');
          const { id } = await createInstance(tx, organizationId, { integrationId, customerId, name, environments });
          return { id, result: await readInstanceAnswer(deps, tx, organizationId, id), details: request.body };
        },
        repeat: (tx, id) => readInstanceAnswer(deps, tx, organizationId, id),
      });
      if (!instance) throw notFound('instance');
      return reply.code(201).send(instance);
    },
  );
