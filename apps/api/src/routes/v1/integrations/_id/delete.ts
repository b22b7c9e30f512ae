import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { deleteWithGrants } from '../../../../delete-with-grants.js';
import { Deletion } from '../../../../wire/deletion.js';
import { answers, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';

/** DELETE /v1/integrations/{id} */
export const deleteIntegration: Route = (api, deps) =>
  api.delete(
    '/integrations/:id',
    {
      config: { scope: 'configs:write', limitedKeys: 'to_integrations' },
      schema: {
        operationId: 'deleteIntegration',
        tags: ['integrations'],
        summary: 'Delete an integration',
        description: 'Its own connection configs and its instances go with it; every grant below it is revoked.',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 202: ref(Deletion) }, 'not_found'),
      },
    },
    async (request, reply) => {
      const id = idFromPath('integration', request.params.id);
      return reply.code(202).send(await deleteWithGrants(deps, request, 'integration', id));
    },
  );
