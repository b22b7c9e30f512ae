import { type AuthorizationTicket, findAuthorizationTicket } from '@latchkey/db';
import { sha256 } from '@latchkey/oauth';
import type { FastifyRequest } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { BrowserRefusal } from '../../errors.js';
import { isServed } from '../../plugins/served-host.js';

const refusals = {
  unknown: () => new BrowserRefusal(404, 'ticket_unknown', 'There is no such link.'),
  expired: () => new BrowserRefusal(410, 'link_expired', 'The time of this link is over.'),
  used: () => new BrowserRefusal(410, 'link_used', 'This link was used before.'),
};

/** The ticket of a URL, while it is good; throws a refusal otherwise. Looking uses nothing up. */
export async function openTicket(
  deps: Pick<CallbackDeps, 'db'>,
  request: FastifyRequest<{ Params: { ticket: string } }>,
): Promise<AuthorizationTicket> {
  const found = await findAuthorizationTicket(deps.db, await sha256(request.params.ticket));
  if (found.kind !== 'open') throw refusals[found.kind]();
  if (!isServed(request, found.ticket.organizationId)) throw refusals.unknown();
  return found.ticket;
}

/** Somebody else was quicker. */
export function alreadyUsed(): BrowserRefusal {
  return refusals.used();
}
