import { inTenant } from '@latchkey/db';
import { readUser } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../../api.js';
import { deleteWithGrants } from '../../../../../../delete-with-grants.js';
import { notFound } from '../../../../../../errors.js';
import { Deletion } from '../../../../../../wire/deletion.js';
import { answers, ref } from '../../../../../../wire/schema.js';
import { idFromPath } from '../../../../../../wire-ids.js';

/** DELETE /v1/customers/{id}/users/{userId} */
export const deleteUser: Route = (api, deps) =>
  api.delete(
    '/customers/:id/users/:userId',
    {
      config: { scope: 'customers:write' },
      schema: {
        operationId: 'deleteUser',
        tags: ['customers'],
        summary: 'Delete a user',
        description: 'The grants of its own connections are revoked.',
        params: Type.Object({ id: Type.String(), userId: Type.String() }),
        response: answers({ 202: ref(Deletion) }, 'not_found'),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const customerId = idFromPath('customer', request.params.id);
      const id = idFromPath('user', request.params.userId);
      const row = await inTenant(deps.db, request.apiKey, (tx) => readUser(tx, organizationId, customerId, id));
      if (!row) throw notFound('user');
      return reply.code(202).send(await deleteWithGrants(deps, request, 'user', id));
    },
  );
