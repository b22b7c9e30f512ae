import { createApiKey } from '@latchkey/db/management';
import { randomToken, sha256 } from '@latchkey/oauth';
import { Type } from 'typebox';
import type { RequestKey, Route } from '../../../api.js';
import { makeChange } from '../../../change.js';
import { Problem, unprocessable } from '../../../errors.js';
import type { Scope } from '../../../scopes.js';
import { NewApiKey, ScopeSchema, toApiKey } from '../../../wire/api-key.js';
import { answers, body, Name, ref, Time } from '../../../wire/schema.js';

/** POST /v1/api-keys */
export const createKey: Route = (api, deps) =>
  api.post(
    '/api-keys',
    {
      config: { scope: 'keys:write' },
      schema: {
        operationId: 'createApiKey',
        tags: ['API keys'],
        summary: 'Mint an API key',
        description: 'A key mints only a subset of itself: no scope that it lacks, no life longer than its own.',
        body: body({
          name: Name,
          scopes: Type.Array(ScopeSchema, { minItems: 1, uniqueItems: true }),
          expiresAt: Type.Optional(Time),
        }),
        response: answers({ 201: ref(NewApiKey) }, 'unprocessable', 'idempotent_repeat_of_secret'),
      },
    },
    async (request, reply) => {
      const { name, scopes } = request.body;
      refuseMoreThan(request.apiKey, scopes);
      const expiresAt = expiryOf(request.apiKey, request.body.expiresAt);
      const key = `lk_${randomToken(deps.ports.random, 32)}`;
      const keyHash = await sha256(key);
      const created = await makeChange(deps, request, {
        action: 'api_key.created',
        repeat: 'secret',
        async work(tx) {
          const row = await createApiKey(tx, request.apiKey.organizationId, {
            keyHash,
            prefix: key.slice(0, 9),
            name,
            scopes,
            ...(expiresAt ? { expiresAt } : {}),
          });
          return { id: row.id, result: { ...toApiKey(row), key }, details: { name, scopes } };
        },
      });
      return reply.code(201).header('cache-control', 'no-store').send(created);
    },
  );

function refuseMoreThan(own: RequestKey, wanted: readonly Scope[]): void {
  const more = wanted.filter((scope) => !own.scopes.includes(scope));
  if (more.length > 0)
    throw new Problem('missing_scope', {
      detail: `The API key "${own.name}" cannot give what it lacks: ${more.join(', ')}. Leave these out or use another key.`,
      members: { scope: more[0] },
    });
}

function expiryOf(own: RequestKey, text: string | undefined): Date | undefined {
  if (text === undefined) {
    if (own.expiresAt)
      throw unprocessable('expiresAt', `is required, at most ${own.expiresAt.toISOString()}: the minting key expires`);
    return undefined;
  }
  const at = new Date(text);
  if (Number.isNaN(at.getTime()) || at.getTime() <= Date.now())
    throw unprocessable('expiresAt', 'must be a time in the future, ISO 8601');
  if (own.expiresAt && at > own.expiresAt)
    throw unprocessable('expiresAt', `must be at most ${own.expiresAt.toISOString()}, when the minting key expires`);
  return at;
}
