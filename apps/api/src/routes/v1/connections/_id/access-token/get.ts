import {
  apiAccess,
  type ConnectionId,
  defaultMinimumSeconds,
  type OrganizationId,
  readAccessToken,
  reveal,
} from '@latchkey/oauth';
import { Type } from 'typebox';
import { accessTokenRefusal } from '../../../../../access-token-refusal.js';
import type { Route } from '../../../../../api.js';
import { assertConnectionInReach } from '../../../../../key-reach.js';
import { peerAddress } from '../../../../../peer-address.js';
import { AccessToken } from '../../../../../wire/access-token.js';
import { answers, ref } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';

/** GET /v1/connections/{id}/access-token */
export const getAccessToken: Route = (api, deps) =>
  api.get(
    '/connections/:id/access-token',
    {
      config: { scope: 'tokens:read', limitedKeys: 'held' },
      // The hottest answer is written as it is: it is put together below, member by member.
      serializerCompiler: () => JSON.stringify,
      schema: {
        operationId: 'getAccessToken',
        tags: ['connections'],
        summary: 'A live access token',
        description:
          'The stored token while it is good for `minimumSeconds` (capped at half its lifetime), else one that is refreshed while you wait. Ask each time you need one; do not keep it.',
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object(
          {
            minimumSeconds: Type.Optional(
              Type.Integer({ minimum: 0, maximum: 86_400, default: defaultMinimumSeconds }),
            ),
          },
          { additionalProperties: false },
        ),
        response: answers(
          { 200: ref(AccessToken) },
          'not_found',
          'not_connected',
          'reauthorization_required',
          'client_misconfigured',
          'unavailable',
        ),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const connectionId = idFromPath('connection', request.params.id);
      if (request.apiKey.reach) await assertConnectionInReach(deps, request.apiKey, connectionId);
      const answer = await readAccessToken(deps.ports, {
        organizationId: organizationId as OrganizationId,
        connectionId: connectionId as ConnectionId,
        minimumSeconds: request.query.minimumSeconds ?? defaultMinimumSeconds,
      });
      deps.metrics.tokenReads.inc({ outcome: answer.kind });
      if (answer.kind !== 'token') throw accessTokenRefusal(answer);
      deps.lastUses.noteConnection(request.apiKey, connectionId, peerAddress(request));
      const { token } = answer;
      return reply.header('cache-control', 'no-store').send({
        accessToken: reveal(token.accessToken),
        tokenType: token.tokenType,
        expiresAt: token.expiresAt ?? null,
        generation: token.generation,
        scopes: [...token.scopes],
        missingScopes: [...token.missingScopes],
        token: { ...token.members },
        context: { ...token.context },
        otherTokens: Object.fromEntries(
          Object.entries(token.tokens.others ?? {}).map(([name, { accessToken, expiresAtMs }]) => [
            name,
            {
              accessToken: reveal(accessToken),
              expiresAt: expiresAtMs === undefined ? null : new Date(expiresAtMs).toISOString(),
            },
          ]),
        ),
        inputs: Object.fromEntries(Object.entries(token.inputs).map(([name, value]) => [name, reveal(value)])),
        api: { baseUrl: null, ...apiAccess(deps.ports, token) },
      });
    },
  );
