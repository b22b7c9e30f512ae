import { disconnectConnection } from '@latchkey/oauth';
import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { actorOf, assertOwnPage, currentState, openWizard, permittedConnection } from '../../plugins/wizard-session.js';

/** POST /disconnect/{connectionId}: the wizard's Disconnect, after its one question. Answers the new state. */
export function disconnectRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.post<{ Params: { connectionId: string }; Body: { wizard?: unknown } | null }>(
    '/disconnect/:connectionId',
    async (request, reply) => {
      const wizard = await openWizard(deps, request, request.body?.wizard);
      assertOwnPage(request, wizard, request.headers['x-csrf-token']);
      const connectionId = permittedConnection(wizard, request.params.connectionId, 'disconnect');
      const { organizationId, id: wizardSessionId } = wizard.session;
      const actor = actorOf(await currentState(deps, wizard));
      const result = await disconnectConnection(deps.ports, {
        ...{ organizationId, connectionId, actor, wizardSessionId },
      });
      return await reply.code(result === 'disconnecting' ? 202 : 200).send(await currentState(deps, wizard));
    },
  );
}
