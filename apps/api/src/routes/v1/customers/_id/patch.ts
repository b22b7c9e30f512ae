import { updateCustomer } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { makeChange } from '../../../../change.js';
import { notFound } from '../../../../errors.js';
import { Customer, ExternalId, toCustomer } from '../../../../wire/customer.js';
import { answers, body, Name, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';

/** PATCH /v1/customers/{id} */
export const updateCustomerRoute: Route = (api, deps) =>
  api.patch(
    '/customers/:id',
    {
      config: { scope: 'customers:write', limitedKeys: 'held' },
      schema: {
        operationId: 'updateCustomer',
        tags: ['customers'],
        summary: 'Change a customer',
        params: Type.Object({ id: Type.String() }),
        body: body({ externalId: Type.Optional(ExternalId), name: Type.Optional(Name) }),
        response: answers({ 200: ref(Customer) }, 'not_found', 'conflict'),
      },
    },
    async (request) => {
      const id = idFromPath('customer', request.params.id);
      return makeChange(deps, request, {
        action: 'customer.updated',
        unique: { field: 'externalId', message: 'belongs to another customer' },
        async work(tx) {
          const row = await updateCustomer(tx, request.apiKey.organizationId, id, request.body);
          if (!row) throw notFound('customer');
          return { id, result: toCustomer(row), details: request.body };
        },
      });
    },
  );
