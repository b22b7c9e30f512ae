import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { deleteWithGrants } from '../../../../delete-with-grants.js';
import { Deletion } from '../../../../wire/deletion.js';
import { answers, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';

/** DELETE /v1/customers/{id} */
export const deleteCustomer: Route = (api, deps) =>
  api.delete(
    '/customers/:id',
    {
      config: { scope: 'customers:write' },
      schema: {
        operationId: 'deleteCustomer',
        tags: ['customers'],
        summary: 'Delete a customer',
        description: 'Its users and instances go with it; every grant below it is revoked.',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 202: ref(Deletion) }, 'not_found'),
      },
    },
    async (request, reply) => {
      const id = idFromPath('customer', request.params.id);
      return reply.code(202).send(await deleteWithGrants(deps, request, 'customer', id));
    },
  );
