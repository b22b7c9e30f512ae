import { newId } from '@latchkey/db';
import { grantDirectly } from '@latchkey/oauth';
import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { BrowserRefusal, wantsJson } from '../../errors.js';
import { actorOf, currentState } from '../../plugins/wizard-session.js';
import { type PostedForm, saveForm } from './save-form.js';

/**
 * POST /test/{connectionId}: the Connect of grants that nobody consents to. Saves the inputs, asks the provider, and
 * answers the new state, which tells how it went; a browser without script is sent back to the wizard's page.
 */
export function testRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.post<PostedForm>('/test/:connectionId', async (request, reply) => {
    const { wizard, connectionId } = await saveForm(deps, request);
    const { organizationId, id: wizardSessionId } = wizard.session;
    const actor = actorOf(await currentState(deps, wizard));
    const result = await grantDirectly(deps.ports, {
      ...{ grantId: newId(), organizationId, connectionId, actor, wizardSessionId },
    });
    if (result.kind === 'not_found')
      throw new BrowserRefusal(404, 'connection_not_found', 'There is no such connection on this page.');
    if (result.kind === 'misconfigured') {
      const { field, message } = result;
      request.log.warn({ connectionId, field, problem: message }, 'connection misconfigured');
      const details = { field, message };
      const reason = 'client_misconfigured';
      await deps.ports.connections.recordFailure(
        organizationId,
        connectionId,
        { kind: 'failed', error: reason, details },
        { kind: 'authorization_failed', reason, actor, details },
      );
    }
    if (wantsJson(request.headers)) return await reply.send(await currentState(deps, wizard));
    return await reply.redirect(`/wizard/${wizard.wireId}#${request.params.connectionId}`, 303);
  });
}
