import { readApiKey, revokeApiKey } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { makeChange } from '../../../../change.js';
import { notFound } from '../../../../errors.js';
import { assertKeyWithin } from '../../../../key-subset.js';
import { ApiKey, toApiKey } from '../../../../wire/api-key.js';
import { answers, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';

/** DELETE /v1/api-keys/{id} */
export const revokeKey: Route = (api, deps) =>
  api.delete(
    '/api-keys/:id',
    {
      config: { scope: 'keys:write', limitedKeys: 'held' },
      schema: {
        operationId: 'revokeApiKey',
        tags: ['API keys'],
        summary: 'Revoke an API key',
        description:
          'It stops working within ten seconds. A key ends itself, and others that live no longer and have no wider limits.',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 200: ref(ApiKey) }, 'not_found'),
      },
    },
    async (request) => {
      const id = idFromPath('api_key', request.params.id);
      return makeChange(deps, request, {
        action: 'api_key.revoked',
        async work(tx) {
          const key = await readApiKey(tx, request.apiKey.organizationId, id);
          if (!key) throw notFound('api key');
          await assertKeyWithin(tx, request.apiKey, key);
          const revoked = await revokeApiKey(tx, request.apiKey.organizationId, id);
          if (!revoked) throw notFound('api key');
          return { id, result: toApiKey(revoked.key), details: { name: revoked.key.name } };
        },
      });
    },
  );
