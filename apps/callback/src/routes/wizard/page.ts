import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { renderWizardPage } from '../../pages/index.js';
import { clearOldest, isPrefetch } from '../../plugins/browser-session.js';
import { currentState, openWizard } from '../../plugins/wizard-session.js';

/** GET /wizard/{id}: the page, with its first state inlined. */
export function wizardPageRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.get<{ Params: { id: string } }>('/wizard/:id', async (request, reply) => {
    if (isPrefetch(request)) return reply.code(204).send();
    const wizard = await openWizard(deps, request, request.params.id);
    clearOldest(reply, 'wizard_session', wizard.wireId);
    return reply.type('text/html').send(renderWizardPage(await currentState(deps, wizard)));
  });
}
