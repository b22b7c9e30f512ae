import { randomBytes } from 'node:crypto';
import { useAuthorizationTicket } from '@latchkey/db';
import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { isPrefetch, setFlowCookie } from '../../plugins/browser-session.js';
import { alreadyUsed, openTicket } from './open-ticket.js';
import { startFlow } from './start-flow.js';

/** The path of this door's starts, as its log shows it: a ticket is a secret until it is used. */
export const startPath = '/start/:ticket';

/**
 * GET /start/{ticket}: the browser of an embedded flow begins here, once, and gets the flow's own cookie; what comes back
 * at the callback without it goes nowhere.
 */
export function startRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.get<{ Params: { ticket: string } }>(startPath, async (request, reply) => {
    if (isPrefetch(request)) return await reply.code(204).send();
    const ticket = await openTicket(deps, request.params.ticket);
    if (!(await useAuthorizationTicket(deps.db, ticket))) throw alreadyUsed();
    const cookie = randomBytes(32).toString('base64url');
    setFlowCookie(reply, ticket.id, cookie);
    return await startFlow(deps, request, reply, {
      ...{ ticket, cookie },
      leave: ({ authorizationUrl }) => reply.redirect(authorizationUrl, 303),
    });
  });
}
