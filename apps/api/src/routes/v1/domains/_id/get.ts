import { inTenant } from '@latchkey/db';
import { readDomain } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { notFound } from '../../../../errors.js';
import { Domain, toDomain } from '../../../../wire/domain.js';
import { answers, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';

/** GET /v1/domains/{id} */
export const getDomain: Route = (api, deps) =>
  api.get(
    '/domains/:id',
    {
      config: { scope: 'organization:read' },
      schema: {
        operationId: 'getDomain',
        tags: ['domains'],
        summary: 'Read a custom domain',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 200: ref(Domain) }, 'not_found'),
      },
    },
    async ({ apiKey: { organizationId }, params }) => {
      const id = idFromPath('domain', params.id);
      const row = await inTenant(deps.db, organizationId, (tx) => readDomain(tx, organizationId, id));
      if (!row) throw notFound('domain');
      return toDomain(row, deps.callbackPublicUrl);
    },
  );
