import { newId } from '@latchkey/db';
import { type ConnectionId, startDeviceAuthorization } from '@latchkey/oauth';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { BrowserRefusal, wantsJson } from '../../errors.js';
import { actorOf, currentState, type OpenWizard } from '../../plugins/wizard-session.js';
import type { PostedForm } from './save-form.js';

/**
 * The Connect of a connection that is made with a device code (RFC 8628): asks for the codes and answers the new state,
 * which holds what the person types at the provider, or how it failed; a browser without script is sent back to the
 * wizard's page. Only a wizard session can get here, and only that session is shown the code.
 */
export async function connectDevice(
  deps: CallbackDeps,
  request: FastifyRequest<PostedForm>,
  reply: FastifyReply,
  { wizard, connectionId }: { readonly wizard: OpenWizard; readonly connectionId: ConnectionId },
): Promise<FastifyReply> {
  const { organizationId, id: wizardSessionId } = wizard.session;
  const actor = actorOf(await currentState(deps, wizard));
  const started = await startDeviceAuthorization(deps.ports, {
    deviceAuthorizationId: newId(),
    ...{ organizationId, connectionId, wizardSessionId, actor },
  });
  if (started.kind === 'not_found')
    throw new BrowserRefusal(404, 'connection_not_found', 'There is no such connection on this page.');
  if (started.kind === 'misconfigured') {
    const { field, message } = started;
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
}
