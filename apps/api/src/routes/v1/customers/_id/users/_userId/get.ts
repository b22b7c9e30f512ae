import { inTenant } from '@latchkey/db';
import { readUser } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../../api.js';
import { notFound } from '../../../../../../errors.js';
import { toUser, User } from '../../../../../../wire/customer.js';
import { answers, ref } from '../../../../../../wire/schema.js';
import { idFromPath } from '../../../../../../wire-ids.js';

/** GET /v1/customers/{id}/users/{userId} */
export const getUser: Route = (api, deps) =>
  api.get(
    '/customers/:id/users/:userId',
    {
      config: { scope: 'customers:read', limitedKeys: 'held' },
      schema: {
        operationId: 'getUser',
        tags: ['customers'],
        summary: 'One user of a customer',
        params: Type.Object({ id: Type.String(), userId: Type.String() }),
        response: answers({ 200: ref(User) }, 'not_found'),
      },
    },
    async ({ apiKey, params }) => {
      const { organizationId } = apiKey;
      const customerId = idFromPath('customer', params.id);
      const id = idFromPath('user', params.userId);
      const row = await inTenant(deps.db, apiKey, (tx) => readUser(tx, organizationId, customerId, id));
      if (!row) throw notFound('user');
      return toUser(row);
    },
  );
