import { inTenant } from '@latchkey/db';
import { readCustomer } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { notFound } from '../../../../errors.js';
import { Customer, toCustomer } from '../../../../wire/customer.js';
import { answers, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';

/** GET /v1/customers/{id} */
export const getCustomer: Route = (api, deps) =>
  api.get(
    '/customers/:id',
    {
      config: { scope: 'customers:read', limitedKeys: 'held' },
      schema: {
        operationId: 'getCustomer',
        tags: ['customers'],
        summary: 'One customer',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 200: ref(Customer) }, 'not_found'),
      },
    },
    async ({ apiKey, params }) => {
      const { organizationId } = apiKey;
      const id = idFromPath('customer', params.id);
      const row = await inTenant(deps.db, apiKey, (tx) => readCustomer(tx, organizationId, id));
      if (!row) throw notFound('customer');
      return toCustomer(row);
    },
  );
