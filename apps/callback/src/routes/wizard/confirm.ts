import { type FlowEnd, readFlowEnd } from '@latchkey/db';
import {
  type AuthorizationSessionId,
  type ConnectionId,
  confirmAccount,
  decideRedirect,
  declineAccount,
  parseId,
} from '@latchkey/oauth';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { BrowserRefusal, wantsJson } from '../../errors.js';
import { renderConfirmPage, renderLeavingPage } from '../../pages/index.js';
import { browserHash, isPrefetch } from '../../plugins/browser-session.js';
import {
  actorOf,
  assertOwnPage,
  currentState,
  type OpenWizard,
  openWizard,
  permittedConnection,
} from '../../plugins/wizard-session.js';
import { endedPage } from '../callback/ended-page.js';

type Params = { readonly id: string; readonly connectionId: string };

/** Where a wizard's page asks whose account it is; ids as they are on the wire. */
export function confirmPath(wizardSessionId: string, connectionId: string): string {
  return `/wizard/${wizardSessionId}/connections/${connectionId}/confirm`;
}

/**
 * GET /wizard/{id}/connections/{connectionId}/confirm: the question as a page of its own, for windows and for browsers
 * without script; back to the wizard when there is nothing to ask. POST there: the answer, `confirm` or `decline`, for
 * the sign-in named by `session`, from the browser that began it. Answers the new state, or a page, or the vendor's.
 */
export function confirmRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.get<{ Params: Params }>(confirmPath(':id', ':connectionId'), async (request, reply) => {
    if (isPrefetch(request)) return await reply.code(204).send();
    const wizard = await openWizard(deps, request, request.params.id);
    permittedConnection(wizard, request.params.connectionId, 'connect');
    const state = await currentState(deps, wizard);
    const connection = state.connections.find(({ id }) => id === request.params.connectionId);
    const asked = connection?.authorization?.kind === 'confirm' ? connection.authorization : undefined;
    const end = asked && (await endOf(deps, wizard, asked.id));
    if (!asked || !end) return await reply.redirect(cardOf(request.params), 303);
    return await reply.type('text/html').send(
      renderConfirmPage({
        ...partiesOf(wizard, end),
        connectionId: request.params.connectionId,
        backUrl: `/wizard/${wizard.wireId}`,
        ...(asked.account === undefined ? {} : { account: asked.account }),
        action: confirmPath(wizard.wireId, request.params.connectionId),
        fields: { csrf: state.csrfToken, session: asked.id },
      }),
    );
  });

  app.post<{ Params: Params; Body: Readonly<Record<string, unknown>> | null }>(
    confirmPath(':id', ':connectionId'),
    async (request, reply) => {
      const body = request.body ?? {};
      const wizard = await openWizard(deps, request, request.params.id);
      assertOwnPage(request, wizard, request.headers['x-csrf-token'] ?? body.csrf);
      const connectionId = permittedConnection(wizard, request.params.connectionId, 'connect');
      const completed = await answered(deps, request, wizard, { ...body, connectionId });
      if (wantsJson(request.headers)) return await reply.send(await currentState(deps, wizard));
      const end = await readFlowEnd(deps.db, wizard.session.organizationId, completed.session.id);
      if (!end) return await reply.redirect(cardOf(request.params), 303);
      const decision = decideRedirect(end.redirect, completed);
      // A redirect from here would break under `form-action 'self'`.
      const html =
        decision.kind === 'redirect'
          ? renderLeavingPage({ ...partiesOf(wizard, end), url: decision.url, outcome: completed.kind })
          : endedPage(request, completed, end);
      return await reply.type('text/html').send(html);
    },
  );
}

async function answered(
  deps: CallbackDeps,
  request: FastifyRequest,
  wizard: OpenWizard,
  given: { readonly connectionId: ConnectionId; readonly session?: unknown; readonly answer?: unknown },
) {
  const { connectionId } = given;
  const authorizationSessionId =
    typeof given.session === 'string' ? parseId('authorization_session', given.session) : undefined;
  const tooLate = new BrowserRefusal(409, 'nothing_to_confirm', 'There is nothing to confirm any more.');
  if (!authorizationSessionId || (given.answer !== 'confirm' && given.answer !== 'decline')) throw tooLate;
  const answer = given.answer === 'confirm' ? confirmAccount : declineAccount;
  const completed = await answer(deps.ports, {
    ...{ organizationId: wizard.session.organizationId, connectionId, authorizationSessionId },
    wizardSessionId: wizard.session.id,
    browserHash: browserHash(wizard.cookie),
    actor: actorOf(await currentState(deps, wizard)),
  });
  request.log.info({ connectionId, answer: given.answer, outcome: completed.kind }, 'account confirmation answered');
  if (completed.kind === 'unknown') throw tooLate;
  return completed;
}

async function endOf(deps: CallbackDeps, wizard: OpenWizard, session: string): Promise<FlowEnd | undefined> {
  const id = parseId('authorization_session', session) as AuthorizationSessionId;
  return await readFlowEnd(deps.db, wizard.session.organizationId, id);
}

function partiesOf(wizard: OpenWizard, end: FlowEnd) {
  return {
    lang: wizard.lang,
    display: end.display,
    organization: { name: end.organizationName },
    integration: { name: end.integrationName },
    provider: { name: end.providerName },
  };
}

function cardOf({ id, connectionId }: Params): string {
  return `/wizard/${id}#${connectionId}`;
}
