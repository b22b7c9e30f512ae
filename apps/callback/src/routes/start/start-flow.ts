import { type AuthorizationTicket, inTenantSql, recordEvent } from '@latchkey/db';
import { startAuthorization } from '@latchkey/oauth';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { renderStartFailedPage } from '../../pages/index.js';
import { browserHash, clearFlowCookie } from '../../plugins/browser-session.js';
import { languageOf } from '../../plugins/wizard-session.js';

/** A flow of a ticket that was just used up, for the browser with this cookie; `leave` sends it on to the provider. */
export async function startFlow(
  deps: CallbackDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  flow: {
    readonly ticket: AuthorizationTicket;
    readonly cookie: string;
    readonly leave: (started: { readonly authorizationUrl: string; readonly providerName: string }) => FastifyReply;
  },
): Promise<FastifyReply> {
  const { id: authorizationSessionId, organizationId, connectionId, completion, requestedBy, lang } = flow.ticket;
  const started = await startAuthorization(deps.ports, {
    ...{ authorizationSessionId, organizationId, connectionId, completion },
    browserHash: browserHash(flow.cookie),
    display: 'page',
    region: deps.regions.region,
    publicBaseUrl: deps.publicUrl,
    origin: request.served.baseUrl,
    ...(requestedBy === undefined ? {} : { actor: requestedBy }),
  });
  if (started.kind === 'started') return flow.leave(started);
  clearFlowCookie(reply, authorizationSessionId);
  const isMisconfigured = started.kind !== 'unavailable';
  const reason = isMisconfigured ? 'client_misconfigured' : 'provider_unavailable';
  const field = started.kind === 'misconfigured' ? started.field : 'authorize.pushedUrl';
  const message = started.kind === 'not_found' ? 'the connection is gone' : started.message;
  request.log.warn({ connectionId, field, problem: message }, 'connection cannot be started');
  if (started.kind !== 'not_found')
    await inTenantSql(deps.db, organizationId, (client) =>
      recordEvent(
        client,
        { organizationId, connectionId },
        { kind: 'authorization_failed', reason, details: { field, message } },
      ),
    );
  return reply
    .code(isMisconfigured ? 422 : 503)
    .type('text/html')
    .send(renderStartFailedPage({ lang: lang ?? languageOf(request), requestId: request.id, why: reason }));
}
