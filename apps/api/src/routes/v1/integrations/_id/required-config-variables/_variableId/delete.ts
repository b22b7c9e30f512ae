import { deleteRequiredConfigVariable, disconnectInTransaction } from '@latchkey/db/management';
import { formatId } from '@latchkey/oauth';
import { Type } from 'typebox';
import type { Route } from '../../../../../../api.js';
import { actorOf, makeChange } from '../../../../../../change.js';
import { ring } from '../../../../../../delete-with-grants.js';
import { notFound } from '../../../../../../errors.js';
import { Deletion } from '../../../../../../wire/deletion.js';
import { answers, ref } from '../../../../../../wire/schema.js';
import { idFromPath } from '../../../../../../wire-ids.js';

/** DELETE /v1/integrations/{id}/required-config-variables/{variableId} */
export const deleteVariable: Route = (api, deps) =>
  api.delete(
    '/integrations/:id/required-config-variables/:variableId',
    {
      config: { scope: 'configs:write', limitedKeys: 'to_integrations' },
      schema: {
        operationId: 'deleteRequiredConfigVariable',
        tags: ['integrations'],
        summary: 'Say that an integration needs a connection no more',
        description: 'Connections that nothing else uses are disconnected and their grants revoked.',
        params: Type.Object({ id: Type.String(), variableId: Type.String() }),
        response: answers({ 202: ref(Deletion) }, 'not_found'),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const integrationId = idFromPath('integration', request.params.id);
      const id = idFromPath('required_config_variable', request.params.variableId);
      const answer = await makeChange(deps, request, {
        action: 'required_config_variable.deleted',
        async work(tx) {
          const orphans = await deleteRequiredConfigVariable(tx, organizationId, integrationId, id);
          if (!orphans) throw notFound('required config variable');
          for (const orphan of orphans)
            await disconnectInTransaction(tx, organizationId, orphan, actorOf(request).name);
          const disconnecting = orphans.length;
          const result = { id: formatId('required_config_variable', id), state: 'deleting' as const, disconnecting };
          return { id, result, details: { disconnecting } };
        },
      });
      if (answer.disconnecting > 0) await ring(deps, 'revoke');
      return reply.code(202).send(answer);
    },
  );
