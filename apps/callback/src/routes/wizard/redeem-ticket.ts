import { randomBytes } from 'node:crypto';
import { redeemWizardTicket } from '@latchkey/db';
import { formatId, sha256 } from '@latchkey/oauth';
import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { BrowserRefusal } from '../../errors.js';
import { browserHash, setSessionCookie } from '../../plugins/browser-session.js';
import { isServed } from '../../plugins/served-host.js';

const refusals = {
  unknown: new BrowserRefusal(400, 'ticket_unknown', 'This page cannot be opened: its ticket is not known.'),
  expired: new BrowserRefusal(
    410,
    'ticket_expired',
    'The ticket for this page is older than a minute. Go back and open it again.',
  ),
  used: new BrowserRefusal(410, 'ticket_used', 'The ticket for this page was used before. Go back and open it again.'),
  origin_not_registered: new BrowserRefusal(
    403,
    'origin_not_registered',
    'The page that sent you here is not one of the registered pages of its organization.',
  ),
};

/**
 * POST /wizard/sessions: the vendor's page hands over a one-time ticket by a top-level form POST. The Origin must be
 * registered by the ticket's organization; only then is the ticket used up and this browser given a session.
 */
export function redeemTicketRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.post('/wizard/sessions', { config: { limit: 'ticket' } }, async (request, reply) => {
    const { ticket } = (request.body ?? {}) as { ticket?: unknown };
    if (typeof ticket !== 'string' || ticket.length > 200) throw refusals.unknown;
    const { origin } = request.headers;
    // A sandboxed frame or a page that hides where it is sends `null`: nobody's registered origin.
    if (origin === undefined || origin === 'null') throw refusals.origin_not_registered;
    const secret = randomBytes(32).toString('base64url');
    const redeemed = await redeemWizardTicket(deps.db, {
      ticketHash: await sha256(ticket),
      origin,
      browserHash: browserHash(secret),
    });
    if (redeemed.kind !== 'redeemed') {
      request.log.info({ outcome: redeemed.kind, origin }, 'wizard ticket refused');
      throw refusals[redeemed.kind];
    }
    // On another organization's domain: the ticket is burnt, and nobody gets the session.
    if (!isServed(request, redeemed.organizationId)) throw refusals.unknown;
    setSessionCookie(reply, redeemed.id, secret);
    return reply.redirect(`/wizard/${formatId('wizard_session', redeemed.id)}`, 303);
  });
}
