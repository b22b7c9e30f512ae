import { activateClientKey, listClientKeys } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../../../../../api.js';
import { makeChange } from '../../../../../../../../../change.js';
import { notFound, Problem } from '../../../../../../../../../errors.js';
import { ClientKey, toClientKey } from '../../../../../../../../../wire/client-key.js';
import { answers, ref } from '../../../../../../../../../wire/schema.js';
import { idFromPath } from '../../../../../../../../../wire-ids.js';

/** POST /v1/connection-configs/{id}/environments/{environment}/keys/{kid}/activate */
export const activateKey: Route = (api, deps) =>
  api.post(
    '/connection-configs/:id/environments/:environment/keys/:kid/activate',
    {
      config: { scope: 'configs:write', limitedKeys: 'held' },
      schema: {
        operationId: 'activateClientKey',
        tags: ['connection configs'],
        summary: 'Sign with the next key',
        description: 'The former key no longer signs, and is published for an hour more.',
        params: Type.Object({ id: Type.String(), environment: Type.String(), kid: Type.String() }),
        response: answers({ 200: ref(ClientKey) }, 'not_found', 'conflict'),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const connectionConfigId = idFromPath('connection_config', request.params.id);
      const { environment, kid } = request.params;
      const place = { connectionConfigId, environment };
      return makeChange(deps, request, {
        action: 'client_key.activated',
        async work(tx) {
          const key = (await listClientKeys(tx, organizationId, place)).find(({ publicJwk }) => publicJwk.kid === kid);
          if (!key) throw notFound('key of this environment');
          if (key.state === 'retired')
            throw new Problem('conflict', { detail: 'This key is retired for good. Make a new one.' });
          if (key.state === 'next') await activateClientKey(tx, organizationId, place, key.id);
          return { id: key.id, result: toClientKey({ ...key, state: 'current' }), details: { environment, kid } };
        },
        repeat: async (tx, id) => {
          const key = (await listClientKeys(tx, organizationId, place)).find((one) => one.id === id);
          return key && toClientKey(key);
        },
      });
    },
  );
