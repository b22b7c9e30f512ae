import { inTenant } from '@latchkey/db';
import { listDomains } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../api.js';
import { Domain, toDomain } from '../../../wire/domain.js';
import { pageRequest, toPageAnswer } from '../../../wire/page.js';
import { answers, pageOf, pageQuery } from '../../../wire/schema.js';

/** GET /v1/domains */
export const listDomainsRoute: Route = (api, deps) =>
  api.get(
    '/domains',
    {
      config: { scope: 'organization:read' },
      schema: {
        operationId: 'listDomains',
        tags: ['domains'],
        summary: 'List your custom domains',
        querystring: Type.Object(pageQuery),
        response: answers({ 200: pageOf(Domain) }),
      },
    },
    async ({ apiKey: { organizationId }, query }) => {
      const page = pageRequest('domain', query);
      const rows = await inTenant(deps.db, organizationId, (tx) => listDomains(tx, organizationId, page));
      return toPageAnswer('domain', rows, (row) => toDomain(row, deps.callbackPublicUrl));
    },
  );
