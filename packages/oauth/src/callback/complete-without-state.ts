import type { SessionFacts } from '../authorize/authorization-session.js';
import type { GrantId } from '../ids.js';
import type { CallbackPlace } from '../redirect/redirect-uri.js';
import { type FinishedAuthorization, finishAuthorization, firstResult, takeSession } from './finish-authorization.js';
import type { RedeemPorts } from './redeem-code.js';

/** How long after its start a flow may end without state. */
export const withoutStateSeconds = 180;

/** Nothing was taken: the person has to start again, one sign-in at a time and within that time. */
export interface StartAgain {
  readonly kind: 'start_again';
  readonly why: 'several' | 'too_late';
  /** One of the flows that wait in this browser. */
  readonly session: SessionFacts;
}

/**
 * Ends a flow whose provider sent the person back without state (SECURITY, "Weaker opt-ins"). It is the one that this
 * browser has under way at this redirect URI, if there is exactly one, its definition says that state is
 * dropped, and it was started within three minutes. Whoever could lead the browser here could have brought a code of
 * their own, so the grant has to be confirmed before its connection holds it.
 */
export async function completeWithoutState(
  ports: RedeemPorts,
  input: CallbackPlace & {
    readonly grantId: GrantId;
    readonly parameters: readonly (readonly [string, string])[];
    readonly browserHashes: readonly Uint8Array[];
  },
): Promise<FinishedAuthorization | StartAgain> {
  const { connectionConfigId, environment, serverSegment, browserHashes, parameters, grantId } = input;
  // Nothing is used up by an address that says nothing.
  if (!parameters.some(([name, value]) => name !== 'iss' && value !== '')) return { kind: 'forged', why: 'no_state' };
  const place = { connectionConfigId, environment, serverSegment };
  const match = { ...place, browserHashes, withinSeconds: withoutStateSeconds };
  const taken = await takeSession(ports, () => ports.confirmations.consumeWithoutState(match));
  switch (taken.kind) {
    case 'unknown':
      return { kind: 'forged', why: 'no_state' };
    case 'several':
    case 'too_late':
      return { kind: 'start_again', why: taken.kind, session: taken.session };
    case 'repeated':
      return await firstResult(ports, taken.session, taken.outcome);
    case 'consumed':
      return await finishAuthorization(ports, { grantId, session: taken.session, parameters, boundBy: 'browser' });
  }
}
