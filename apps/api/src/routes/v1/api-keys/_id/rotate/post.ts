import { createApiKey, endWithSuccessor, keyLimits, lockApiKey, readApiKey } from '@latchkey/db/management';
import { formatId } from '@latchkey/oauth';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { makeChange } from '../../../../../change.js';
import { notFound, Problem } from '../../../../../errors.js';
import {
  assertKeyWithin,
  assertScopesWithin,
  expiryWithin,
  freshKey,
  limitsWithin,
} from '../../../../../key-subset.js';
import { RotatedApiKey, toApiKey } from '../../../../../wire/api-key.js';
import { answers, body, ref, Time } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';

const day = 86_400;

/** POST /v1/api-keys/{id}/rotate */
export const rotateKey: Route = (api, deps) =>
  api.post(
    '/api-keys/:id/rotate',
    {
      config: { scope: 'keys:write', limitedKeys: 'held' },
      schema: {
        operationId: 'rotateApiKey',
        tags: ['API keys'],
        summary: 'Make a successor of an API key',
        description:
          'The successor has the name, scopes and limits of its predecessor. Both work for `overlapSeconds`, then the predecessor ends (or before, where it would have ended anyway). A key has one successor: revoke that one, and make another key, should it get lost. As with minting, the key of the request gives nothing that it lacks: it rotates itself, and keys that live no longer and have no wider limits.',
        params: Type.Object({ id: Type.String() }),
        body: body({
          overlapSeconds: Type.Optional(
            Type.Integer({ minimum: 0, maximum: 30 * day, default: day, description: 'How long both work: a day.' }),
          ),
          expiresAt: Type.Optional(
            Object.assign({}, Time, {
              description: "The successor's end; the one that the predecessor had, unless said.",
            }),
          ),
        }),
        response: answers(
          { 201: ref(RotatedApiKey) },
          'not_found',
          'conflict',
          'unprocessable',
          'idempotent_repeat_of_secret',
        ),
      },
    },
    async (request, reply) => {
      const { apiKey: own, body: given } = request;
      const { organizationId } = own;
      const { overlapSeconds = day } = given;
      const id = idFromPath('api_key', request.params.id);
      const { text, stored } = await freshKey(deps);
      const rotated = await makeChange(deps, request, {
        action: 'api_key.rotated',
        repeat: 'secret',
        async work(tx) {
          const found = await lockApiKey(tx, organizationId, id);
          if (!found) throw notFound('api key');
          const { key, state } = found;
          if (state !== 'live')
            throw new Problem('conflict', {
              detail:
                state === 'ended'
                  ? 'This API key is revoked or expired: make a new one.'
                  : `This API key has a successor already, ${formatId('api_key', key.successorId ?? '')}.`,
            });
          assertScopesWithin(own, key.scopes);
          await assertKeyWithin(tx, own, key);
          const { integrationIds, ...other } = keyLimits(key.integrationIds, key.environment, key.allowedCidrs);
          // The predecessor's limits lie within those of the request's key, so that nothing is narrowed here.
          const limits = { ...(await limitsWithin(tx, own, other)), ...(integrationIds ? { integrationIds } : {}) };
          const expiresAt = await expiryWithin(tx, own, given.expiresAt ?? key.expiresAt?.toISOString());
          const { name, scopes } = key;
          const successor = await createApiKey(tx, organizationId, {
            ...stored,
            name,
            scopes,
            limits,
            ...(expiresAt ? { expiresAt } : {}),
          });
          await endWithSuccessor(tx, organizationId, id, { id: successor.id, overlapSeconds });
          const predecessor = await readApiKey(tx, organizationId, id);
          if (!predecessor) throw notFound('api key');
          return {
            id,
            result: { successor: { ...toApiKey(successor), key: text }, predecessor: toApiKey(predecessor) },
            details: { name, successorId: formatId('api_key', successor.id), overlapSeconds },
          };
        },
      });
      return reply.code(201).header('cache-control', 'no-store').send(rotated);
    },
  );
