import { readInstance, updateInstance } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { makeChange } from '../../../../change.js';
import { notFound, unprocessable } from '../../../../errors.js';
import { Instance } from '../../../../wire/instance.js';
import { answers, body, EnvironmentName, Name, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';
import { readInstanceAnswer } from '../read-instance-answer.js';

/** PATCH /v1/instances/{id} */
export const updateInstanceRoute: Route = (api, deps) =>
  api.patch(
    '/instances/:id',
    {
      config: { scope: 'instances:write', limitedKeys: 'held' },
      schema: {
        operationId: 'updateInstance',
        tags: ['instances'],
        summary: 'Change an instance',
        description: 'Environments may be added and put in another order; a new one gets its connections.',
        params: Type.Object({ id: Type.String() }),
        body: body({
          name: Type.Optional(Name),
          environments: Type.Optional(Type.Array(EnvironmentName, { minItems: 1, maxItems: 10, uniqueItems: true })),
        }),
        response: answers({ 200: ref(Instance) }, 'not_found', 'unprocessable'),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const id = idFromPath('instance', request.params.id);
      return makeChange(deps, request, {
        action: 'instance.updated',
        async work(tx) {
          const before = await readInstance(tx, organizationId, id);
          if (!before) throw notFound('instance');
          const { environments } = request.body;
          const lost = environments && before.environments.find((name) => !environments.includes(name));
          if (lost !== undefined)
            throw unprocessable('environments', `must keep ${lost}: an environment with connections cannot be removed`);
          await updateInstance(tx, organizationId, id, request.body);
          const result = await readInstanceAnswer(deps, tx, organizationId, id);
          if (!result) throw notFound('instance');
          return { id, result, details: request.body };
        },
      });
    },
  );
