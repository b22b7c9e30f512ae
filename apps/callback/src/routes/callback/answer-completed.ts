import { type FlowEnd, readFlowEnd } from '@latchkey/db';
import { type AwaitingCompletion, type CompletedAuthorization, decideRedirect, formatId } from '@latchkey/oauth';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { renderForgedPage, renderStartAgainPage } from '../../pages/index.js';
import { endFlowCookie } from '../../plugins/browser-session.js';
import { languageOf } from '../../plugins/wizard-session.js';
import { linkPath } from '../link/link-path.js';
import { confirmPath } from '../wizard/confirm.js';
import { endedPage } from './ended-page.js';
import { parkedPath } from './parked-path.js';

/** Answers a browser that came back, in whichever way its response arrived. */
export async function answerCompleted(
  deps: CallbackDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  completed: CompletedAuthorization,
): Promise<FastifyReply> {
  const outcome = completed.kind === 'failed' ? completed.error : completed.kind;
  deps.metrics.callbacks.inc({ outcome });
  if (completed.kind === 'parked')
    return reply.redirect(`${completed.origin ?? ''}${parkedPath(completed.reference)}`, 303);
  if (completed.kind === 'forged') return forged(request, reply, completed.why);
  if (completed.kind === 'wrong_region') return forged(request, reply, `region_${completed.region}`);
  const { session } = completed;
  const end = await readFlowEnd(deps.db, session.organizationId, session.id);
  if (!end) return forged(request, reply, 'session_erased');
  request.log.info(
    { connectionId: session.connectionId, ...(completed.kind === 'failed' ? { error: completed.error } : {}) },
    `authorization ${completed.kind}`,
  );
  const { wizardSessionId } = end;
  if (completed.kind === 'start_again')
    return reply
      .code(400)
      .type('text/html')
      .send(
        renderStartAgainPage({
          lang: end.lang ?? languageOf(request),
          organization: { name: end.organizationName },
          provider: { name: end.providerName },
          integration: { name: end.integrationName },
          ...(wizardSessionId ? { backUrl: `/wizard/${wizardSessionId}#${end.redirect.connectionId}` } : {}),
          why: completed.why,
        }),
      );
  if (completed.kind === 'unconfirmed') {
    if (!wizardSessionId) return forged(request, reply, 'no_wizard_to_confirm_in');
    return reply.redirect(confirmPath(wizardSessionId, end.redirect.connectionId), 303);
  }
  if (completed.kind === 'awaiting_completion') return awaiting(request, reply, completed, end);
  endFlowCookie(reply, session.id);
  const decision = decideRedirect(end.redirect, completed);
  if (decision.kind === 'redirect') return reply.redirect(decision.url, 303);
  return reply.type('text/html').send(endedPage(request, completed, end));
}

/** To the vendor's registered destination, whose backend has to complete it; or to our second question. */
function awaiting(
  request: FastifyRequest,
  reply: FastifyReply,
  { session, completionCode }: AwaitingCompletion,
  end: FlowEnd,
): FastifyReply {
  const authorizationSessionId = formatId('authorization_session', session.id);
  if (completionCode === undefined) return reply.redirect(linkPath(authorizationSessionId), 303);
  const decision = decideRedirect(end.redirect, {
    kind: 'awaiting_completion',
    authorizationSessionId,
    completionCode,
  });
  // The config says no more where it should go.
  if (decision.kind === 'page') return forged(request, reply, 'no_completion_redirect_uri');
  return reply.redirect(decision.url, 303);
}

/** Nothing was connected and nobody is sent anywhere; the log says why, the page does not. */
export function forged(request: FastifyRequest, reply: FastifyReply, why: string): FastifyReply {
  request.log.warn({ why }, 'callback refused');
  return reply
    .code(400)
    .type('text/html')
    .send(renderForgedPage({ lang: languageOf(request), requestId: request.id }));
}
