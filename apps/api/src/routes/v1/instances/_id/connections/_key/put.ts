import { linkConnection, readInstance } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../../api.js';
import { makeChange } from '../../../../../../change.js';
import { notFound, unprocessable } from '../../../../../../errors.js';
import { Instance } from '../../../../../../wire/instance.js';
import { answers, body, ref } from '../../../../../../wire/schema.js';
import { idFromField, idFromPath } from '../../../../../../wire-ids.js';
import { readInstanceAnswer } from '../../../read-instance-answer.js';

/** PUT /v1/instances/{id}/connections/{key} */
export const linkConnectionRoute: Route = (api, deps) =>
  api.put(
    '/instances/:id/connections/:key',
    {
      config: { scope: 'instances:write', limitedKeys: 'held' },
      schema: {
        operationId: 'linkConnection',
        tags: ['instances'],
        summary: 'Let an instance use a connection that is there already',
        description:
          'For connections of an organization, a customer or a user, which several instances share. `key` is the required config variable’s; in the connection’s environment it takes the place of another one.',
        params: Type.Object({ id: Type.String(), key: Type.String() }),
        body: body({ connectionId: Type.String() }),
        response: answers({ 200: ref(Instance) }, 'not_found', 'unprocessable'),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const { key } = request.params;
      const id = idFromPath('instance', request.params.id);
      const connectionId = idFromField('connection', request.body.connectionId, 'connectionId');
      return makeChange(deps, request, {
        action: 'instance.connection_linked',
        async work(tx) {
          const instance = await readInstance(tx, organizationId, id);
          if (!instance) throw notFound('instance');
          const linked = await linkConnection(tx, instance, key, connectionId);
          if (linked.kind === 'no_variable') throw notFound('required config variable of this key');
          if (linked.kind === 'no_connection') throw notFound('connection', 'connectionId');
          if (linked.kind === 'refused') throw unprocessable('connectionId', linked.problem);
          const result = await readInstanceAnswer(deps, tx, organizationId, id);
          if (!result) throw notFound('instance');
          return { id, result, details: { key, connectionId: request.body.connectionId } };
        },
      });
    },
  );
