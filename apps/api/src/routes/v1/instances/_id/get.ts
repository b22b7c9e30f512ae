import { inTenant } from '@latchkey/db';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { notFound } from '../../../../errors.js';
import { Instance } from '../../../../wire/instance.js';
import { answers, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';
import { readInstanceAnswer } from '../read-instance-answer.js';

/** GET /v1/instances/{id} */
export const getInstance: Route = (api, deps) =>
  api.get(
    '/instances/:id',
    {
      config: { scope: 'instances:read', limitedKeys: 'held' },
      schema: {
        operationId: 'getInstance',
        tags: ['instances'],
        summary: 'One instance with its connections',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 200: ref(Instance) }, 'not_found'),
      },
    },
    async ({ apiKey, params }) => {
      const { organizationId } = apiKey;
      const id = idFromPath('instance', params.id);
      const answer = await inTenant(deps.db, apiKey, (tx) => readInstanceAnswer(deps, tx, organizationId, id));
      if (!answer) throw notFound('instance');
      return answer;
    },
  );
