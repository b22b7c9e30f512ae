import { createCustomer, readCustomer } from '@latchkey/db/management';
import type { Route } from '../../../api.js';
import { makeChange } from '../../../change.js';
import { Customer, ExternalId, toCustomer } from '../../../wire/customer.js';
import { answers, body, Name, ref } from '../../../wire/schema.js';

/** POST /v1/customers */
export const createCustomerRoute: Route = (api, deps) =>
  api.post(
    '/customers',
    {
      config: { scope: 'customers:write', limitedKeys: 'held' },
      schema: {
        operationId: 'createCustomer',
        tags: ['customers'],
        summary: 'Make a customer',
        body: body({ externalId: ExternalId, name: Name }),
        response: answers({ 201: ref(Customer) }, 'conflict', 'idempotency_key_reused'),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const customer = await makeChange(deps, request, {
        action: 'customer.created',
        unique: {
          field: 'externalId',
          message: 'belongs to another customer: use another one, or change that customer',
        },
        async work(tx) {
          const row = await createCustomer(tx, organizationId, request.body);
          return { id: row.id, result: toCustomer(row), details: request.body };
        },
        repeat: async (tx, id) => {
          const row = await readCustomer(tx, organizationId, id);
          return row && toCustomer(row);
        },
      });
      return reply.code(201).send(customer);
    },
  );
