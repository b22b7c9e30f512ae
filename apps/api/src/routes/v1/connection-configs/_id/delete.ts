import { inTenant } from '@latchkey/db';
import { integrationsThatNeed } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { deleteWithGrants } from '../../../../delete-with-grants.js';
import { Problem } from '../../../../errors.js';
import { Deletion } from '../../../../wire/deletion.js';
import { answers, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';

/** DELETE /v1/connection-configs/{id} */
export const deleteConfig: Route = (api, deps) =>
  api.delete(
    '/connection-configs/:id',
    {
      config: { scope: 'configs:write', limitedKeys: 'to_integrations' },
      schema: {
        operationId: 'deleteConnectionConfig',
        tags: ['connection configs'],
        summary: 'Delete a connection config',
        description: 'Refused while an integration needs it. Grants of its connections are revoked.',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 202: ref(Deletion) }, 'not_found', 'in_use'),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const id = idFromPath('connection_config', request.params.id);
      const needed = await inTenant(deps.db, request.apiKey, (tx) => integrationsThatNeed(tx, organizationId, id));
      if (needed.length > 0)
        throw new Problem('in_use', {
          detail: `Integrations need it: ${needed.join(', ')}. Delete their required config variables first.`,
        });
      return reply.code(202).send(await deleteWithGrants(deps, request, 'connection_config', id));
    },
  );
