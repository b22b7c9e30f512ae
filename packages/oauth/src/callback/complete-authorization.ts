import type { ConsumedAuthorization } from '../authorize/authorization-session.js';
import { regionOfState } from '../authorize/state.js';
import type { GrantId } from '../ids.js';
import { sha256 } from '../random.js';
import type { CallbackPlace } from '../redirect/redirect-uri.js';
import { grantAttributes } from '../refresh/refresh-grant.js';
import { traced } from '../tracing-port.js';
import { findState } from './authorization-response.js';
import { completeWithoutState, type StartAgain } from './complete-without-state.js';
import { type FinishedAuthorization, finishAuthorization, firstResult, takeSession } from './finish-authorization.js';
import { type ParkedResponse, parkAt } from './park-response.js';
import type { CallbackParameters } from './parked-parameters.js';
import type { RedeemPorts } from './redeem-code.js';

/** `forged`: state, browser, config or issuer do not fit: a page, never a redirect; no code was sent anywhere. */
export type CompletedAuthorization =
  | FinishedAuthorization
  | StartAgain
  /** The flow began at another origin of ours, whose cookie does not come along here. */
  | ParkedResponse
  /** The state was made in another region. */
  | { readonly kind: 'wrong_region'; readonly region: string };

/**
 * Ends a flow at the callback URL: consumes the authorization session (same redirect URI and browser, once),
 * checks `iss`, redeems the code where the flow was made for, and stores the grant (RFC 6749 section 4.1.3 and 4.1.4,
 * RFC 9207). A repeated callback in the same browser gets the first result. One without state is for those flows only
 * whose definition says that it may be dropped. Of a flow that began at another origin it is handed back there, unread.
 */
export async function completeAuthorization(
  ports: RedeemPorts,
  input: CallbackPlace & {
    readonly grantId: GrantId;
    readonly parameters: CallbackParameters;
    /** SHA-256 of every session cookie that the browser sent. */
    readonly browserHashes: readonly Uint8Array[];
    readonly region: string;
    /** Public base URL of the door that the response arrived at, from configuration; absent where there is only one. */
    readonly arrivedAt?: string;
  },
): Promise<CompletedAuthorization> {
  const found = findState(input.parameters);
  if (found.kind === 'malformed')
    return found.why === 'no_state' ? await completeWithoutState(ports, input) : { kind: 'forged', why: found.why };
  const region = regionOfState(found.state);
  if (region === undefined) return { kind: 'forged', why: 'not_our_state' };
  if (region !== input.region) return { kind: 'wrong_region', region };

  const { connectionConfigId, environment, serverSegment, browserHashes, grantId, parameters } = input;
  const place = { connectionConfigId, environment, serverSegment };
  const match = { stateHash: await sha256(found.state), ...place, browserHashes };
  const consumed = await takeSession(ports, () => ports.authorizationSessions.consume(match));
  if (consumed.kind === 'unknown' && input.arrivedAt !== undefined) {
    const parking = await ports.parkedResponses.find(match);
    if (parking?.origin !== undefined && parking.origin !== input.arrivedAt)
      return await parkAt(ports, parking, parameters);
  }
  return await completeTaken(ports, consumed, { grantId, parameters });
}

/** Goes on with a session that was taken by its state or by a reference, or says why it was not. */
export async function completeTaken(
  ports: RedeemPorts,
  taken: ConsumedAuthorization,
  callback: { readonly grantId: GrantId; readonly parameters: CallbackParameters },
): Promise<FinishedAuthorization> {
  switch (taken.kind) {
    case 'unknown':
      return { kind: 'forged', why: 'no_session_in_this_browser' };
    case 'ended':
      return {
        kind: 'failed',
        session: taken.session,
        error: taken.how === 'expired' ? 'expired' : 'superseded',
        details: {},
      };
    case 'repeated':
      return await firstResult(ports, taken.session, taken.outcome);
    case 'consumed': {
      const { session } = taken;
      return await traced(
        ports,
        () => ({
          ...{ name: 'callback exchange', flow: session.stateHash },
          attributes: grantAttributes({ ...session, grantId: callback.grantId }),
        }),
        () => finishAuthorization(ports, { ...callback, session, boundBy: 'state' }),
      );
    }
  }
}
