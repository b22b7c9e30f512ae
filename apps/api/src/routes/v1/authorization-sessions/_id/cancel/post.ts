import { cancelAuthorization, connectionsInReach, readAuthorizationTicket } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { actorOf, makeChange } from '../../../../../change.js';
import { notFound, Problem } from '../../../../../errors.js';
import { answers, id } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';

/** POST /v1/authorization-sessions/{id}/cancel */
export const cancelAuthorizationSession: Route = (api, deps) =>
  api.post(
    '/authorization-sessions/:id/cancel',
    {
      config: { scope: 'connections:write', limitedKeys: 'held' },
      schema: {
        operationId: 'cancelAuthorizationSession',
        tags: ['connections'],
        summary: 'Give up an authorization that was begun outside of the wizard',
        description:
          'Its `authorizationUrl` works no more, and what comes back from the provider is thrown away. The connection keeps what it has.',
        params: Type.Object({ id: Type.String() }),
        response: answers(
          { 200: Type.Object({ authorizationSessionId: id('ses') }) },
          'not_found',
          'authorization_ended',
          'idempotency_key_reused',
        ),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const authorizationSessionId = idFromPath('authorization_session', request.params.id);
      const cancelled = { authorizationSessionId: request.params.id };
      return makeChange(deps, request, {
        action: 'authorization_session.cancelled',
        async work(tx) {
          const ticket = await readAuthorizationTicket(tx, organizationId, authorizationSessionId);
          const isInReach = ticket && (await connectionsInReach(tx, organizationId, [ticket.connectionId])).size > 0;
          if (!isInReach) throw notFound('authorization session');
          const by = actorOf(request).name;
          const outcome = await cancelAuthorization(tx, organizationId, authorizationSessionId, by);
          if (outcome === 'over') throw new Problem('authorization_ended');
          return { id: authorizationSessionId, result: cancelled, details: { connectionId: ticket.connectionId } };
        },
        repeat: async () => cancelled,
      });
    },
  );
