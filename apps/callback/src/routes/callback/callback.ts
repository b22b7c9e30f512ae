import { type FlowEnd, newId, readFlowEnd } from '@latchkey/db';
import { type CompletedAuthorization, completeAuthorization, decideRedirect, parseId } from '@latchkey/oauth';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { renderFailurePage, renderForgedPage, renderSuccessPage } from '../../pages/index.js';
import { browserHashes, csrfToken, isPrefetch, sessionCookie } from '../../plugins/browser-session.js';
import { languageOf } from '../../plugins/wizard-session.js';

type Ended = Extract<CompletedAuthorization, { readonly kind: 'succeeded' | 'failed' }>;

/** GET /callback/{connectionConfigId}/{environment}: where providers send the person back (RFC 6749 section 4.1.2). */
export function callbackRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.get<{ Params: { configId: string; environment: string } }>(
    '/callback/:configId/:environment',
    async (request, reply) => {
      if (isPrefetch(request)) return reply.code(204).send();
      const connectionConfigId = parseId('connection_config', request.params.configId);
      if (!connectionConfigId) return forged(request, reply, 'no_such_config');
      const completed = await completeAuthorization(deps.ports, {
        grantId: newId(),
        connectionConfigId,
        environment: request.params.environment,
        parameters: [...new URLSearchParams(request.raw.url?.split('?')[1] ?? '')],
        browserHashes: browserHashes(request),
        region: deps.region,
      });
      const outcome = completed.kind === 'failed' ? completed.error : completed.kind;
      deps.metrics.callbacks.inc({ outcome });
      if (completed.kind === 'forged') return forged(request, reply, completed.why);
      if (completed.kind === 'wrong_region') return forged(request, reply, `region_${completed.region}`);
      const { session } = completed;
      const end = await readFlowEnd(deps.db, session.organizationId, session.id);
      if (!end) return forged(request, reply, 'session_erased');
      request.log.info(
        { connectionId: session.connectionId, ...(completed.kind === 'failed' ? { error: completed.error } : {}) },
        `authorization ${completed.kind}`,
      );
      const decision = decideRedirect(end.redirect, completed);
      if (decision.kind === 'redirect') return reply.redirect(decision.url, 303);
      return reply.type('text/html').send(page(request, completed, end));
    },
  );
}

/** Nothing was connected and nobody is sent anywhere; the log says why, the page does not. */
function forged(request: FastifyRequest, reply: FastifyReply, why: string): FastifyReply {
  request.log.warn({ why }, 'callback refused');
  return reply
    .code(400)
    .type('text/html')
    .send(renderForgedPage({ lang: languageOf(request), requestId: request.id }));
}

function page(request: FastifyRequest, completed: Ended, end: FlowEnd): string {
  const data = {
    lang: end.lang ?? languageOf(request),
    connectionId: end.redirect.connectionId,
    display: completed.session.display,
    organization: { name: end.organizationName },
    integration: { name: end.integrationName },
    provider: { name: end.providerName },
    ...(end.wizardSessionId ? { backUrl: `/wizard/${end.wizardSessionId}` } : {}),
  };
  if (completed.kind === 'succeeded')
    return renderSuccessPage({
      ...data,
      ...(end.accountLabel ? { accountLabel: end.accountLabel } : {}),
      ...(end.customerName ? { customer: { name: end.customerName } } : {}),
      scopes: end.grantedScopes.map((scope) => end.scopeLabels[scope] ?? scope),
      environment: end.environment,
    });
  const cookie = end.wizardSessionId ? sessionCookie(request, end.wizardSessionId) : undefined;
  const { description, error } = completed.details;
  const said = [error, description].filter((text) => text !== undefined).join(': ');
  return renderFailurePage({
    ...data,
    error: completed.error,
    ...(said === '' ? {} : { providerText: said }),
    requestId: request.id,
    at: new Date().toISOString(),
    ...(cookie && end.wizardSessionId
      ? {
          retry: {
            action: `/connect/${end.redirect.connectionId}`,
            fields: { csrf: csrfToken(cookie), wizard: end.wizardSessionId },
          },
        }
      : {}),
  });
}
