import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { wantsJson } from '../../errors.js';
import { actorOf, assertOwnPage, currentState, openWizard, permittedConnection } from '../../plugins/wizard-session.js';

/**
 * POST /wizard/{id}/connections/{connectionId}/cancel: gives up a sign-in that is under way, or a code that waits to be
 * typed. Answers the new state; a browser without script is sent back to the wizard's page.
 */
export function cancelRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.post<{ Params: { id: string; connectionId: string }; Body: { csrf?: unknown } | null }>(
    '/wizard/:id/connections/:connectionId/cancel',
    async (request, reply) => {
      const wizard = await openWizard(deps, request, request.params.id);
      assertOwnPage(request, wizard, request.headers['x-csrf-token'] ?? request.body?.csrf);
      const connectionId = permittedConnection(wizard, request.params.connectionId, 'connect');
      const { organizationId } = wizard.session;
      const event = { kind: 'authorization_cancelled', actor: actorOf(await currentState(deps, wizard)) } as const;
      await deps.ports.authorizationSessions.cancel(organizationId, connectionId, event);
      await deps.ports.deviceAuthorizations.cancel(organizationId, connectionId, event);
      if (wantsJson(request.headers)) return await reply.send(await currentState(deps, wizard));
      return await reply.redirect(`/wizard/${wizard.wireId}#${request.params.connectionId}`, 303);
    },
  );
}
