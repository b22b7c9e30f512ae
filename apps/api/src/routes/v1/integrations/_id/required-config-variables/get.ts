import { inTenant } from '@latchkey/db';
import { listRequiredConfigVariables, readIntegration } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { notFound } from '../../../../../errors.js';
import { RequiredConfigVariable, toRequiredConfigVariable } from '../../../../../wire/integration.js';
import { answers, ref } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';

/** GET /v1/integrations/{id}/required-config-variables */
export const listVariables: Route = (api, deps) =>
  api.get(
    '/integrations/:id/required-config-variables',
    {
      config: { scope: 'configs:read', limitedKeys: 'held' },
      schema: {
        operationId: 'listRequiredConfigVariables',
        tags: ['integrations'],
        summary: 'The connections that an integration needs',
        description: 'In the order in which the wizard shows them; an integration has 50 at most.',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 200: Type.Object({ items: Type.Array(ref(RequiredConfigVariable)) }) }, 'not_found'),
      },
    },
    async ({ apiKey, params }) => {
      const { organizationId } = apiKey;
      const integrationId = idFromPath('integration', params.id);
      const rows = await inTenant(deps.db, apiKey, async (tx) => {
        if (!(await readIntegration(tx, organizationId, integrationId))) throw notFound('integration');
        return listRequiredConfigVariables(tx, organizationId, integrationId);
      });
      return { items: rows.map(toRequiredConfigVariable) };
    },
  );
