import { randomBytes } from 'node:crypto';
import { useAuthorizationTicket } from '@latchkey/db';
import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { isPrefetch, setFlowCookie } from '../../plugins/browser-session.js';
import { askLink } from './ask-link.js';
import { alreadyUsed, openTicket } from './open-ticket.js';
import { startFlow } from './start-flow.js';
import { startPath } from './start-path.js';

/**
 * GET /start/{ticket}: a browser begins here outside of the wizard, and gets the flow's own cookie; what comes back at the
 * callback without it goes nowhere. An embedded flow goes on at once, and once; a link asks first.
 */
export function startRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.get<{ Params: { ticket: string } }>(startPath, { config: { limit: 'start' } }, async (request, reply) => {
    if (isPrefetch(request)) return await reply.code(204).send();
    const ticket = await openTicket(deps, request);
    if (ticket.completion.kind === 'link') return await askLink(deps, request, reply, ticket);
    if (!(await useAuthorizationTicket(deps.db, ticket))) throw alreadyUsed();
    const cookie = randomBytes(32).toString('base64url');
    return await startFlow(deps, request, reply, {
      ...{ ticket, cookie },
      leave({ authorizationUrl }) {
        setFlowCookie(reply, ticket.id, cookie);
        return reply.redirect(authorizationUrl, 303);
      },
    });
  });
}
