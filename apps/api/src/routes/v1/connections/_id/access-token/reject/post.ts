import { endRejectedToken } from '@latchkey/db/management';
import {
  type ConnectionId,
  needsReauthorization,
  type OrganizationId,
  parseTokenSet,
  reveal,
  sha256,
} from '@latchkey/oauth';
import { Type } from 'typebox';
import type { Route } from '../../../../../../api.js';
import type { ApiDeps } from '../../../../../../api-deps.js';
import { actorOf, makeChange } from '../../../../../../change.js';
import { ring } from '../../../../../../delete-with-grants.js';
import { notFound, Problem } from '../../../../../../errors.js';
import { assertConnectionInReach } from '../../../../../../key-reach.js';
import { reauthorizationRequired } from '../../../../../../wire/reauthorization.js';
import { answers, body } from '../../../../../../wire/schema.js';
import { idFromPath } from '../../../../../../wire-ids.js';

/** POST /v1/connections/{id}/access-token/reject */
export const rejectAccessTokenRoute: Route = (api, deps) =>
  api.post(
    '/connections/:id/access-token/reject',
    {
      config: { scope: 'tokens:read', limitedKeys: 'held' },
      schema: {
        operationId: 'rejectAccessToken',
        tags: ['connections'],
        summary: "Say that the provider's API rejects an access token",
        description:
          'For a 401 in spite of a token that should still be good. Exactly that token is given to nobody any more and is refreshed: ask for the access token again. When a newer one is there already, nothing happens (`superseded`). When two fresh tokens in a row were rejected, the third answers `rejected_after_refresh` and spends nothing: then it is not the token. Report the execution as a connection error.',
        params: Type.Object({ id: Type.String() }),
        body: body({
          fingerprint: Type.String({
            pattern: '^[0-9a-f]{64}$',
            description: 'SHA-256 of the access token, as 64 hexadecimal digits in lower case.',
          }),
        }),
        response: answers(
          { 200: Type.Object({ outcome: Type.Enum(['refreshing', 'superseded']) }) },
          'not_found',
          'not_connected',
          'reauthorization_required',
          'rejected_after_refresh',
          'idempotency_key_reused',
        ),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const id = idFromPath('connection', request.params.id);
      await assertConnectionInReach(deps, request.apiKey, id);
      const generation = await generationOf(deps, organizationId, id, request.body.fingerprint);
      if (generation === undefined) return { outcome: 'superseded' as const };
      const outcome = await makeChange(deps, request, {
        action: 'unaudited',
        async work(tx) {
          const actor = actorOf(request).name ?? request.apiKey.name;
          return { id, result: await endRejectedToken(tx, organizationId, id, { generation, actor }) };
        },
        repeat: async () => 'refreshing' as const,
      });
      if (outcome === 'rejected_after_refresh')
        throw new Problem('rejected_after_refresh', {
          detail:
            'The provider rejects tokens that it has just issued. Report the execution as a connection error: the customer may have lost access there.',
        });
      if (outcome === 'refreshing') await ring(deps, 'refresh');
      return { outcome };
    },
  );

/** The stored token's generation when it is the one with this fingerprint. */
async function generationOf(
  { ports }: Pick<ApiDeps, 'ports'>,
  organizationId: string,
  connectionId: string,
  fingerprint: string,
): Promise<number | undefined> {
  const stored = await ports.grants.read(organizationId as OrganizationId, connectionId as ConnectionId);
  if (!stored) throw notFound('connection');
  const { grant, reason } = stored;
  if (!grant) throw new Problem('not_connected', { detail: 'Send the customer to the wizard to connect it.' });
  if (reason && needsReauthorization(reason)) throw reauthorizationRequired(reason);
  const sealedFor = { organizationId, row: grant.grantId, field: 'grant_token.token_set' } as const;
  const { accessToken } = parseTokenSet(await ports.vault.open(sealedFor, grant.tokenSet));
  const digest = Buffer.from(await sha256(reveal(accessToken))).toString('hex');
  return digest === fingerprint ? grant.generation : undefined;
}
