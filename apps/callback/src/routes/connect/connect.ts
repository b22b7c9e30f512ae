import { inTenantSql, newId, recordEvent } from '@latchkey/db';
import { type ConnectionId, startAuthorization } from '@latchkey/oauth';
import type { WizardState } from '@latchkey/sdk';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { BrowserRefusal } from '../../errors.js';
import { renderConnectingPage, renderFailurePage } from '../../pages/index.js';
import { browserHash } from '../../plugins/browser-session.js';
import { actorOf, currentState, type OpenWizard } from '../../plugins/wizard-session.js';
import { connectDevice } from './connect-device.js';
import { type PostedForm, saveForm } from './save-form.js';

/**
 * POST /connect/{connectionId}: saves the inputs, starts the authorization for this browser and answers a page that
 * leads on to the provider (a redirect from here would break under `form-action 'self'`). Where a device code is typed
 * instead, it answers that.
 */
export function connectRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.post<PostedForm>('/connect/:connectionId', { config: { limit: 'start' } }, async (request, reply) => {
    const { body, wizard, connectionId } = await saveForm(deps, request);
    const state = await currentState(deps, wizard);
    const { connects } = state.connections.find(({ id }) => id === request.params.connectionId) ?? {};
    if (connects === 'by_device_code') return await connectDevice(deps, request, reply, { wizard, connectionId });
    const display = body.display === 'popup' ? 'popup' : 'page';
    const started = await startAuthorization(deps.ports, {
      authorizationSessionId: newId(),
      organizationId: wizard.session.organizationId,
      connectionId,
      wizardSessionId: wizard.session.id,
      browserHash: browserHash(wizard.cookie),
      display,
      region: deps.regions.region,
      publicBaseUrl: deps.publicUrl,
      origin: request.served.baseUrl,
      actor: actorOf(state),
    });
    if (started.kind === 'not_found')
      throw new BrowserRefusal(404, 'connection_not_found', 'There is no such connection on this page.');
    if (started.kind !== 'started') {
      const isMisconfigured = started.kind === 'misconfigured';
      const field = isMisconfigured ? started.field : 'authorize.pushedUrl';
      const { message } = started;
      const error = isMisconfigured ? 'client_misconfigured' : 'provider_unavailable';
      request.log.warn({ connectionId, field, problem: message }, 'connection cannot be started');
      await recordFailed(deps, wizard, connectionId, error, { field, message });
      return await reply
        .code(isMisconfigured ? 422 : 503)
        .type('text/html')
        .send(failurePage(request, wizard, state, display, error));
    }
    return await reply.type('text/html').send(
      renderConnectingPage({
        lang: wizard.lang,
        organization: state.organization,
        provider: { name: started.providerName },
        authorizationUrl: started.authorizationUrl,
      }),
    );
  });
}

/** The vendor reads what to mend; the customer only that it is not their fault. */
async function recordFailed(
  deps: CallbackDeps,
  wizard: OpenWizard,
  connectionId: ConnectionId,
  reason: 'client_misconfigured' | 'provider_unavailable',
  details: Readonly<Record<string, string>>,
): Promise<void> {
  const { organizationId } = wizard.session;
  await inTenantSql(deps.db, organizationId, (client) =>
    recordEvent(client, { organizationId, connectionId }, { kind: 'authorization_failed', reason, details }),
  );
}

function failurePage(
  request: FastifyRequest<{ Params: { connectionId: string } }>,
  wizard: OpenWizard,
  state: WizardState,
  display: 'popup' | 'page',
  error: 'client_misconfigured' | 'provider_unavailable',
): string {
  const connection = state.connections.find(({ id }) => id === request.params.connectionId);
  return renderFailurePage({
    lang: wizard.lang,
    connectionId: request.params.connectionId,
    display,
    organization: state.organization,
    integration: state.integration,
    provider: { name: connection?.name ?? state.integration.name },
    backUrl: `/wizard/${wizard.wireId}`,
    error,
    requestId: request.id,
    at: state.serverTime,
  });
}
