import { inTenant } from '@latchkey/db';
import { listUsers, readCustomer } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { notFound } from '../../../../../errors.js';
import { toUser, User } from '../../../../../wire/customer.js';
import { pageRequest, toPageAnswer } from '../../../../../wire/page.js';
import { answers, pageOf, pageQuery } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';

/** GET /v1/customers/{id}/users */
export const listUsersRoute: Route = (api, deps) =>
  api.get(
    '/customers/:id/users',
    {
      config: { scope: 'customers:read', limitedKeys: 'held' },
      schema: {
        operationId: 'listUsers',
        tags: ['customers'],
        summary: "A customer's people",
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object(pageQuery, { additionalProperties: false }),
        response: answers({ 200: pageOf(User) }, 'not_found'),
      },
    },
    async ({ apiKey, params, query }) => {
      const { organizationId } = apiKey;
      const customerId = idFromPath('customer', params.id);
      const page = pageRequest('user', query);
      const rows = await inTenant(deps.db, apiKey, async (tx) => {
        if (!(await readCustomer(tx, organizationId, customerId))) throw notFound('customer');
        return listUsers(tx, organizationId, customerId, page);
      });
      return toPageAnswer('user', rows, toUser);
    },
  );
