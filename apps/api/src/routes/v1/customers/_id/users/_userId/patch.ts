import { updateUser } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../../api.js';
import { makeChange } from '../../../../../../change.js';
import { notFound } from '../../../../../../errors.js';
import { Email, ExternalId, toUser, User } from '../../../../../../wire/customer.js';
import { answers, body, Name, nullable, ref } from '../../../../../../wire/schema.js';
import { idFromPath } from '../../../../../../wire-ids.js';

/** PATCH /v1/customers/{id}/users/{userId} */
export const updateUserRoute: Route = (api, deps) =>
  api.patch(
    '/customers/:id/users/:userId',
    {
      config: { scope: 'customers:write', limitedKeys: 'held' },
      schema: {
        operationId: 'updateUser',
        tags: ['customers'],
        summary: 'Change a user',
        params: Type.Object({ id: Type.String(), userId: Type.String() }),
        body: body({
          externalId: Type.Optional(ExternalId),
          name: Type.Optional(Name),
          email: Type.Optional(nullable(Email)),
        }),
        response: answers({ 200: ref(User) }, 'not_found', 'conflict'),
      },
    },
    async (request) => {
      const customerId = idFromPath('customer', request.params.id);
      const id = idFromPath('user', request.params.userId);
      return makeChange(deps, request, {
        action: 'user.updated',
        unique: { field: 'externalId', message: 'belongs to another user of this customer' },
        async work(tx) {
          const row = await updateUser(tx, request.apiKey.organizationId, customerId, id, request.body);
          if (!row) throw notFound('user');
          return { id, result: toUser(row), details: { changed: Object.keys(request.body) } };
        },
      });
    },
  );
