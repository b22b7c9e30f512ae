import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { currentState, openWizard } from '../../plugins/wizard-session.js';

/** GET /wizard/{id}/state: what the page shows now, as JSON. The page polls it, so it is no use of the session. */
export function wizardStateRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.get<{ Params: { id: string } }>('/wizard/:id/state', async (request) => {
    return await currentState(deps, await openWizard(deps, request, request.params.id, 'page'));
  });
}
