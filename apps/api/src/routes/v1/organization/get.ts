import { inTenant } from '@latchkey/db';
import { readOrganization } from '@latchkey/db/management';
import type { Route } from '../../../api.js';
import { notFound } from '../../../errors.js';
import { Organization, toOrganization } from '../../../wire/organization.js';
import { answers, ref } from '../../../wire/schema.js';

/** GET /v1/organization */
export const getOrganization: Route = (api, deps) =>
  api.get(
    '/organization',
    {
      config: { scope: 'organization:read', limitedKeys: 'held' },
      schema: {
        operationId: 'getOrganization',
        tags: ['organization'],
        summary: 'The organization that the API key belongs to',
        response: answers({ 200: ref(Organization) }, 'not_found'),
      },
    },
    async ({ apiKey }) => {
      const { organizationId } = apiKey;
      const row = await inTenant(deps.db, apiKey, (tx) => readOrganization(tx, organizationId));
      if (!row) throw notFound('organization');
      return toOrganization(row);
    },
  );
