import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { deleteWithGrants } from '../../../../delete-with-grants.js';
import { Deletion } from '../../../../wire/deletion.js';
import { answers, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';

/** DELETE /v1/instances/{id} */
export const deleteInstance: Route = (api, deps) =>
  api.delete(
    '/instances/:id',
    {
      config: { scope: 'instances:write', limitedKeys: 'held' },
      schema: {
        operationId: 'deleteInstance',
        tags: ['instances'],
        summary: 'Delete an instance',
        description: 'Its own connections are disconnected and their grants revoked.',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 202: ref(Deletion) }, 'not_found'),
      },
    },
    async (request, reply) => {
      const id = idFromPath('instance', request.params.id);
      return reply.code(202).send(await deleteWithGrants(deps, request, 'instance', id));
    },
  );
