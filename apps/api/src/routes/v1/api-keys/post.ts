import { createApiKey } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../api.js';
import { makeChange } from '../../../change.js';
import { assertScopesWithin, expiryWithin, freshKey, limitsWithin } from '../../../key-subset.js';
import { KeyLimitMembers, NewApiKey, ScopeSchema, toApiKey } from '../../../wire/api-key.js';
import { answers, body, Name, ref, Time } from '../../../wire/schema.js';

/** POST /v1/api-keys */
export const createKey: Route = (api, deps) =>
  api.post(
    '/api-keys',
    {
      config: { scope: 'keys:write', limitedKeys: 'held' },
      schema: {
        operationId: 'createApiKey',
        tags: ['API keys'],
        summary: 'Mint an API key',
        description:
          'A key mints only a subset of itself: no scope that it lacks, no life longer than its own, no limit less than its own. Limits that are left out are those of the minting key.',
        body: body({
          name: Name,
          scopes: Type.Array(ScopeSchema, { minItems: 1, uniqueItems: true }),
          expiresAt: Type.Optional(Time),
          ...KeyLimitMembers,
        }),
        response: answers({ 201: ref(NewApiKey) }, 'not_found', 'unprocessable', 'idempotent_repeat_of_secret'),
      },
    },
    async (request, reply) => {
      const { apiKey: own, body: given } = request;
      const { name, scopes } = given;
      assertScopesWithin(own, scopes);
      const { text, stored } = await freshKey(deps);
      const created = await makeChange(deps, request, {
        action: 'api_key.created',
        repeat: 'secret',
        async work(tx) {
          const expiresAt = await expiryWithin(tx, own, given.expiresAt);
          const limits = await limitsWithin(tx, own, given);
          const row = await createApiKey(tx, own.organizationId, {
            ...stored,
            name,
            scopes,
            limits,
            ...(expiresAt ? { expiresAt } : {}),
          });
          const shown = toApiKey(row);
          return { id: row.id, result: { ...shown, key: text }, details: { name, scopes, ...limitsOf(shown) } };
        },
      });
      return reply.code(201).header('cache-control', 'no-store').send(created);
    },
  );

/** The limits as the audit record has them: those that there are. */
function limitsOf({ integrationIds, environment, allowedCidrs }: ReturnType<typeof toApiKey>) {
  return {
    ...(integrationIds ? { integrationIds } : {}),
    ...(environment === null ? {} : { environment }),
    ...(allowedCidrs ? { allowedCidrs } : {}),
  };
}
