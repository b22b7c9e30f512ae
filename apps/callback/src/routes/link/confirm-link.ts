import { type FlowEnd, findParkedSession, newId, readFlowEnd } from '@latchkey/db';
import {
  type AnsweredLink,
  type AuthorizationSessionId,
  confirmLink,
  decideRedirect,
  declineLink,
  parseId,
} from '@latchkey/oauth';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { BrowserRefusal } from '../../errors.js';
import { renderLeavingPage, renderLinkConfirmPage } from '../../pages/index.js';
import {
  assertOwnFlow,
  browserHash,
  csrfToken,
  endFlowCookie,
  isPrefetch,
  sessionCookie,
} from '../../plugins/browser-session.js';
import { languageOf } from '../../plugins/wizard-session.js';
import { forged } from '../callback/answer-completed.js';
import { endedPage } from '../callback/ended-page.js';
import { linkPath } from './link-path.js';

/**
 * GET /link/{authorizationSessionId}: after consent, who gets the account; with the flow's own cookie only. POST there:
 * the answer, `confirm` or `decline`. Only a `confirm` lets the code be redeemed.
 */
export function confirmLinkRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.get<{ Params: { id: string } }>(linkPath(':id'), async (request, reply) => {
    if (isPrefetch(request)) return await reply.code(204).send();
    const { cookie, end } = await openLink(deps, request);
    if (end.waits === 'yes')
      return await reply.type('text/html').send(
        renderLinkConfirmPage({
          lang: languageFor(request, end),
          organization: { name: end.organizationName, ...(end.verifiedDomain ? { domain: end.verifiedDomain } : {}) },
          ...(end.customerName ? { customer: { name: end.customerName } } : {}),
          integration: { name: end.integrationName },
          environment: end.environment,
          provider: { name: end.providerName },
          requestedBy: end.requestedBy ?? '',
          action: linkPath(request.params.id),
          fields: { csrf: csrfToken(cookie) },
        }),
      );
    const { outcome } = end;
    if (outcome?.kind === 'succeeded' || outcome?.kind === 'failed')
      return await reply.type('text/html').send(endedPage(request, outcome, end));
    throw tooLate();
  });

  app.post<{ Params: { id: string }; Body: Readonly<Record<string, unknown>> | null }>(
    linkPath(':id'),
    async (request, reply) => {
      const { cookie, end, authorizationSessionId } = await openLink(deps, request);
      const { csrf, answer } = request.body ?? {};
      assertOwnFlow(request, request.served.baseUrl, cookie, csrf);
      if (answer !== 'confirm' && answer !== 'decline') throw tooLate();
      const given = { authorizationSessionId, browserHash: browserHash(cookie) };
      const answered =
        answer === 'confirm'
          ? await confirmLink(deps.ports, { grantId: newId(), ...given })
          : await declineLink(deps.ports, given);
      request.log.info({ authorizationSessionId, answer, outcome: answered.kind }, 'link answered');
      return await answerLink(request, reply, answered, end);
    },
  );
}

async function answerLink(
  request: FastifyRequest,
  reply: FastifyReply,
  answered: AnsweredLink,
  end: FlowEnd,
): Promise<FastifyReply> {
  if (answered.kind === 'forged') return forged(request, reply, answered.why);
  if (answered.kind !== 'succeeded' && answered.kind !== 'failed') throw tooLate();
  endFlowCookie(reply, answered.session.id);
  const decision = decideRedirect(end.redirect, answered);
  if (decision.kind === 'page') return await reply.type('text/html').send(endedPage(request, answered, end));
  // A redirect from here would break under `form-action 'self'`.
  const page = renderLeavingPage({
    lang: languageFor(request, end),
    organization: { name: end.organizationName },
    provider: { name: end.providerName },
    ...{ url: decision.url, outcome: answered.kind },
  });
  return await reply.type('text/html').send(page);
}

/** The link's session, for the browser that began it. */
async function openLink(deps: CallbackDeps, request: FastifyRequest<{ Params: { id: string } }>) {
  const { id } = request.params;
  const authorizationSessionId = parseId('authorization_session', id) as AuthorizationSessionId | undefined;
  const cookie = sessionCookie(request, id);
  const organizationId =
    authorizationSessionId && cookie
      ? await findParkedSession(deps.db, authorizationSessionId, browserHash(cookie))
      : undefined;
  const end =
    organizationId && authorizationSessionId
      ? await readFlowEnd(deps.db, organizationId, authorizationSessionId)
      : undefined;
  if (!authorizationSessionId || !cookie || !end)
    throw new BrowserRefusal(404, 'link_unknown', 'There is no such link in this browser.');
  return { authorizationSessionId, cookie, end };
}

function tooLate(): BrowserRefusal {
  return new BrowserRefusal(410, 'link_expired', 'There is nothing to confirm any more.');
}

function languageFor(request: FastifyRequest, end: FlowEnd): string {
  return end.lang ?? languageOf(request);
}
