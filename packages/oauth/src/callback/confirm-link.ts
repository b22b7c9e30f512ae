import type { AuthorizationSessionId, GrantId } from '../ids.js';
import { completeHeld } from './complete-held.js';
import { type FinishedAuthorization, takeSession } from './finish-authorization.js';
import type { TakenHeld } from './parked-responses-port.js';
import { type EndedAuthorization, failAuthorization, type RedeemPorts } from './redeem-code.js';

/** What came of an answer to the second question of a confirmed link. */
export type AnsweredLink =
  | FinishedAuthorization
  /** This browser has no such flow. */
  | { readonly kind: 'unknown' };

/**
 * The person says, in the browser that consented, that the account may be handed over: only now the code is redeemed. An
 * answer that comes again gets the first result; while the first is being worked on, it waits for that.
 */
export async function confirmLink(
  ports: RedeemPorts,
  input: {
    readonly grantId: GrantId;
    readonly authorizationSessionId: AuthorizationSessionId;
    readonly browserHash: Uint8Array;
  },
): Promise<AnsweredLink> {
  const taken = await takeSession(ports, () => ports.parkedResponses.takeByBrowser(input));
  return taken.kind === 'taken' ? await completeHeld(ports, taken, input.grantId) : answeredBefore(taken);
}

/** The person says no: the code is sent nowhere, and the connection keeps what it has. After a yes, the result of that. */
export async function declineLink(
  ports: Pick<RedeemPorts, 'parkedResponses' | 'authorizationSessions' | 'clock' | 'times'>,
  input: { readonly authorizationSessionId: AuthorizationSessionId; readonly browserHash: Uint8Array },
): Promise<AnsweredLink> {
  const taken = await takeSession(ports, () => ports.parkedResponses.takeByBrowser(input));
  if (taken.kind !== 'taken') return answeredBefore(taken);
  return await failAuthorization(ports, taken.session, 'not_confirmed', { cause: 'declined' });
}

type Refused = Exclude<Awaited<ReturnType<RedeemPorts['parkedResponses']['takeByBrowser']>>, TakenHeld>;

function answeredBefore(taken: Refused): EndedAuthorization | { readonly kind: 'unknown' } {
  if (taken.kind === 'unknown') return taken;
  const { session, outcome } = taken;
  if (outcome.kind === 'succeeded') return { kind: 'succeeded', session };
  if (outcome.kind === 'failed') return { kind: 'failed', session, error: outcome.error, details: outcome.details };
  return { kind: 'failed', session, error: 'provider_unavailable', details: {} };
}
