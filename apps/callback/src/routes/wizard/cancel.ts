import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { actorOf, assertOwnPage, currentState, openWizard, permittedConnection } from '../../plugins/wizard-session.js';

/** POST /wizard/{id}/connections/{connectionId}/cancel: gives up a sign-in that is under way. */
export function cancelRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.post<{ Params: { id: string; connectionId: string } }>(
    '/wizard/:id/connections/:connectionId/cancel',
    async (request) => {
      const wizard = await openWizard(deps, request, request.params.id);
      assertOwnPage(deps, request, wizard, request.headers['x-csrf-token']);
      const connectionId = permittedConnection(wizard, request.params.connectionId, 'connect');
      const actor = actorOf(await currentState(deps, wizard));
      await deps.ports.authorizationSessions.cancel(wizard.session.organizationId, connectionId, {
        kind: 'authorization_cancelled',
        actor,
      });
      return await currentState(deps, wizard);
    },
  );
}
