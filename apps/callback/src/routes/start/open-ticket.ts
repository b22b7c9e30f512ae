import { type AuthorizationTicket, findAuthorizationTicket } from '@latchkey/db';
import { sha256 } from '@latchkey/oauth';
import type { CallbackDeps } from '../../callback-deps.js';
import { BrowserRefusal } from '../../errors.js';

const refusals = {
  unknown: () => new BrowserRefusal(404, 'ticket_unknown', 'There is no such link.'),
  expired: () => new BrowserRefusal(410, 'link_expired', 'The time of this link is over.'),
  used: () => new BrowserRefusal(410, 'link_used', 'This link was used before.'),
};

/** The ticket of a URL, while it is good; throws a refusal otherwise. Looking uses nothing up. */
export async function openTicket(deps: Pick<CallbackDeps, 'db'>, text: string): Promise<AuthorizationTicket> {
  const found = await findAuthorizationTicket(deps.db, await sha256(text));
  if (found.kind !== 'open') throw refusals[found.kind]();
  return found.ticket;
}

/** Somebody else was quicker. */
export function alreadyUsed(): BrowserRefusal {
  return refusals.used();
}
