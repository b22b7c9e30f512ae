import { randomBytes } from 'node:crypto';
import { type AuthorizationTicket, inTenantSql, readLinkView, recordEvent, useAuthorizationTicket } from '@latchkey/db';
import { formatId } from '@latchkey/oauth';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { BrowserRefusal } from '../../errors.js';
import { renderConnectingPage, renderLinkDeclinedPage, renderLinkPage } from '../../pages/index.js';
import {
  assertOwnFlow,
  clearFlowCookie,
  csrfToken,
  sessionCookie,
  setFlowCookie,
} from '../../plugins/browser-session.js';
import { languageOf } from '../../plugins/wizard-session.js';
import { alreadyUsed, openTicket } from './open-ticket.js';
import { startFlow } from './start-flow.js';
import { startPath } from './start-path.js';

/** The first question of a confirmed link. Whoever opens it gets the flow's cookie; nothing is used up by looking. */
export async function askLink(
  deps: CallbackDeps,
  request: FastifyRequest<{ Params: { ticket: string } }>,
  reply: FastifyReply,
  ticket: AuthorizationTicket,
): Promise<FastifyReply> {
  const view = await readLinkView(deps.db, ticket.organizationId, ticket.connectionId);
  if (!view) throw alreadyUsed();
  const { organization, customerName, integrationName, providerName, environment, scopes } = view;
  const known = sessionCookie(request, formatId('authorization_session', ticket.id));
  const cookie = known ?? randomBytes(32).toString('base64url');
  if (known === undefined) setFlowCookie(reply, ticket.id, cookie);
  return reply.type('text/html').send(
    renderLinkPage({
      lang: ticket.lang ?? languageOf(request),
      organization: {
        name: organization.name,
        ...(organization.verifiedDomain === undefined ? {} : { domain: organization.verifiedDomain }),
      },
      ...(customerName === undefined ? {} : { customer: { name: customerName } }),
      integration: { name: integrationName },
      provider: { name: providerName },
      ...{ environment, scopes },
      requestedBy: ticket.requestedBy ?? '',
      requestedAt: ticket.createdAt.toISOString(),
      expiresAt: ticket.expiresAt.toISOString(),
      action: `/start/${request.params.ticket}`,
      fields: { csrf: csrfToken(cookie) },
    }),
  );
}

/**
 * POST /start/{ticket}: the answer to the first question, `continue` or `decline`, from our own page in the browser that
 * was shown it. Either uses the link up.
 */
export function answerLinkRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.post<{ Params: { ticket: string }; Body: Readonly<Record<string, unknown>> | null }>(
    startPath,
    { config: { limit: 'start' } },
    async (request, reply) => {
      const ticket = await openTicket(deps, request);
      if (ticket.completion.kind !== 'link') throw alreadyUsed();
      const cookie = sessionCookie(request, formatId('authorization_session', ticket.id));
      if (cookie === undefined)
        throw new BrowserRefusal(403, 'csrf_token_invalid', 'This page is out of date. Open the link again.');
      const { csrf, answer } = request.body ?? {};
      assertOwnFlow(request, request.served.baseUrl, cookie, csrf);
      if (answer !== 'continue' && answer !== 'decline')
        throw new BrowserRefusal(400, 'input_invalid', 'There is no such answer.');
      const lang = ticket.lang ?? languageOf(request);
      const view = await readLinkView(deps.db, ticket.organizationId, ticket.connectionId);
      if (!view || !(await useAuthorizationTicket(deps.db, ticket))) throw alreadyUsed();
      const { organization } = view;
      if (answer === 'decline') {
        await recordDeclined(deps, ticket);
        clearFlowCookie(reply, ticket.id);
        return await reply.type('text/html').send(renderLinkDeclinedPage({ lang, organization }));
      }
      return await startFlow(deps, request, reply, {
        ...{ ticket, cookie },
        leave: ({ authorizationUrl, providerName }) =>
          reply
            .type('text/html')
            .send(renderConnectingPage({ lang, organization, provider: { name: providerName }, authorizationUrl })),
      });
    },
  );
}

/** The vendor sees in the log that nobody expected the link. */
async function recordDeclined(deps: CallbackDeps, ticket: AuthorizationTicket): Promise<void> {
  const { organizationId, connectionId } = ticket;
  await inTenantSql(deps.db, organizationId, (client) =>
    recordEvent(
      client,
      { organizationId, connectionId },
      {
        kind: 'authorization_failed',
        reason: 'not_confirmed',
        details: { cause: 'whoever opened the link did not expect it' },
      },
    ),
  );
}
