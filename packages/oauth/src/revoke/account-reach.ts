import type { Claim } from '../connection/grant.js';
import type { Ports } from '../ports.js';
import type { ProtocolTimes } from '../protocol-times.js';
import type { Sibling } from './siblings-port.js';

// Where revoking one token ends every grant of an account (reach `account`), what counts is which of both the provider
// processes first. A grant that is made before the revocation ends with the one that is meant, and nobody is told; one that
// is made after it lives. So a revocation waits while a grant of the client is being made, and a grant is made after a
// revocation that was already sent.
//
// Each side first keeps what it is about to do, and then looks for the other: a revocation announces itself and then asks for
// siblings, a code's session is consumed (a device authorization claimed) and then announced revocations are asked for. In
// whatever order their commits come, the later of both sees the other.
//
// A flow that waits for its person holds up nothing: it may wait for ten minutes, one may follow the other for ever, and
// nobody knows whose account it will be. A code that the provider issued before it processed the revocation may be refused
// then, which the person sees at once and can repeat.

/** Whether requests about one grant may end others. */
export function reachesAccount({ terms }: Pick<Claim, 'terms'>): boolean {
  return terms.server.revoke?.reach === 'account';
}

/**
 * What a revocation's request would end besides, asked right before it is sent. `too_late`: nothing may be sent any more,
 * under this claim or after so long an answer.
 */
export async function siblingBeforeRequest(
  ports: Pick<Ports, 'clock' | 'grants' | 'times'>,
  claim: Claim,
): Promise<Sibling | 'too_late'> {
  const askedAt = ports.clock.monotonic();
  await ports.grants.announceRevocation(claim);
  const sibling = await ports.grants.siblingOf(claim);
  const now = ports.clock.monotonic();
  return now < claim.sendBefore && now - askedAt < ports.times.takeoverSlack ? sibling : 'too_late';
}

/** How long an announced request may be under way: the time until it is sent, and its own. */
export function announcedFor({ takeoverSlack, requestTimeout }: ProtocolTimes): number {
  return takeoverSlack + requestTimeout;
}

/**
 * Waits until no announced revocation can end what is about to be redeemed for this client; asks nothing where revoking
 * ends one grant only. A store that fails keeps no code from being redeemed: it is good for one try, and not for long.
 */
export async function awaitRevocations(
  { clock, grants, times }: Pick<Ports, 'clock' | 'grants' | 'times'>,
  client: Pick<Claim, 'organizationId' | 'terms'>,
): Promise<void> {
  if (!reachesAccount(client)) return;
  const giveUpAt = clock.monotonic() + announcedFor(times);
  for (let wait = times.readerPollFirst; ; wait = Math.min(wait * 2, times.readerPollMax)) {
    const found = await grants.findAnnounced(client, announcedFor(times)).catch(() => 'none' as const);
    if (found === 'none' || clock.monotonic() >= giveUpAt) return;
    await clock.sleep(wait);
  }
}
