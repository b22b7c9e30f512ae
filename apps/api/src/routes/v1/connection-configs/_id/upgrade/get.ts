import { inTenant } from '@latchkey/db';
import { countLiveGrants, readConnectionConfig } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { findUpgrade } from '../../../../../connection-config/find-upgrade.js';
import { notFound } from '../../../../../errors.js';
import { answers, ref } from '../../../../../wire/schema.js';
import { Upgrade } from '../../../../../wire/upgrade.js';
import { idFromPath } from '../../../../../wire-ids.js';

/** GET /v1/connection-configs/{id}/upgrade */
export const getUpgrade: Route = (api, deps) =>
  api.get(
    '/connection-configs/:id/upgrade',
    {
      config: { scope: 'configs:read', limitedKeys: 'held' },
      schema: {
        operationId: 'getConnectionConfigUpgrade',
        tags: ['connection configs'],
        summary: "What the catalogue's present definition would change",
        description:
          'A config pins the definition that it was made with. An empty list of differences means that it has the present one.',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 200: ref(Upgrade) }, 'not_found', 'unprocessable'),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const id = idFromPath('connection_config', request.params.id);
      return inTenant(deps.db, request.apiKey, async (tx) => {
        const config = await readConnectionConfig(tx, organizationId, id);
        if (!config) throw notFound('connection config');
        const { present, differences } = findUpgrade(config);
        return {
          provider: config.providerKey as string,
          pinnedVersion: config.definitionVersion,
          presentVersion: present,
          differences: differences.map((one) => ({ ...one })),
          liveGrants: await countLiveGrants(tx, organizationId, id),
        };
      });
    },
  );
