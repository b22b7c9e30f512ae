import { createUser, readCustomer, readUser } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { makeChange } from '../../../../../change.js';
import { notFound } from '../../../../../errors.js';
import { Email, ExternalId, toUser, User } from '../../../../../wire/customer.js';
import { answers, body, Name, ref } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';

/** POST /v1/customers/{id}/users */
export const createUserRoute: Route = (api, deps) =>
  api.post(
    '/customers/:id/users',
    {
      config: { scope: 'customers:write', limitedKeys: 'held' },
      schema: {
        operationId: 'createUser',
        tags: ['customers'],
        summary: "Make a customer's user",
        params: Type.Object({ id: Type.String() }),
        body: body({ externalId: ExternalId, name: Name, email: Type.Optional(Email) }),
        response: answers({ 201: ref(User) }, 'not_found', 'conflict', 'idempotency_key_reused'),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const customerId = idFromPath('customer', request.params.id);
      const user = await makeChange(deps, request, {
        action: 'user.created',
        unique: { field: 'externalId', message: 'belongs to another user of this customer' },
        async work(tx) {
          if (!(await readCustomer(tx, organizationId, customerId))) throw notFound('customer');
          const row = await createUser(tx, organizationId, customerId, request.body);
          return { id: row.id, result: toUser(row), details: { externalId: row.externalId, name: row.name } };
        },
        repeat: async (tx, id) => {
          const row = await readUser(tx, organizationId, customerId, id);
          return row && toUser(row);
        },
      });
      return reply.code(201).send(user);
    },
  );
