import { inTenant } from '@latchkey/db';
import { listCustomers } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../api.js';
import { Customer, toCustomer } from '../../../wire/customer.js';
import { pageRequest, toPageAnswer } from '../../../wire/page.js';
import { answers, pageOf, pageQuery } from '../../../wire/schema.js';

/** GET /v1/customers */
export const listCustomersRoute: Route = (api, deps) =>
  api.get(
    '/customers',
    {
      config: { scope: 'customers:read', limitedKeys: 'held' },
      schema: {
        operationId: 'listCustomers',
        tags: ['customers'],
        summary: 'Customers',
        querystring: Type.Object(
          { ...pageQuery, externalId: Type.Optional(Type.String()) },
          { additionalProperties: false },
        ),
        response: answers({ 200: pageOf(Customer) }),
      },
    },
    async ({ apiKey, query }) => {
      const { organizationId } = apiKey;
      const page = pageRequest('customer', query);
      const filter = query.externalId === undefined ? {} : { externalId: query.externalId };
      const rows = await inTenant(deps.db, apiKey, (tx) => listCustomers(tx, organizationId, filter, page));
      return toPageAnswer('customer', rows, toCustomer);
    },
  );
