import type { ConnectionId, GrantId, OrganizationId } from '../ids.js';
import { failureDetails } from '../token/failure-details.js';
import { authorizationExplanations, tokenErrorOf } from './authorization-failure.js';
import { readPastedCode } from './pasted-code.js';
import {
  type ConsumedSession,
  type EndedAuthorization,
  failAuthorization,
  type RedeemPorts,
  redeemCode,
  storeUnconfirmed,
  type UnconfirmedAuthorization,
} from './redeem-code.js';
import { issuerProblem } from './session-integrity.js';

/** How often one flow may be tried with a pasted code. */
export const mostPastes = 5;

export type CompletedPaste =
  | EndedAuthorization
  | UnconfirmedAuthorization
  /** Nothing was connected, and the same flow may be tried again. `refused`: the provider did not take that code. */
  | { readonly kind: 'try_again'; readonly why: 'unreadable' | 'other_host' | 'no_code' | 'refused' }
  /** No flow of this browser waits for a code: it is over, or another took its place. */
  | { readonly kind: 'none_waiting' };

/**
 * Ends an out-of-band flow with what the person pasted: the pending session of this connection that this browser
 * started, and no other, at most five times within its ten minutes. Codes go only where the flow was made for. Nothing
 * tells whether the person copied the code or was sent it, so the account has to be confirmed.
 */
export async function completePasted(
  ports: RedeemPorts,
  input: {
    readonly grantId: GrantId;
    readonly organizationId: OrganizationId;
    readonly connectionId: ConnectionId;
    /** SHA-256 of the cookie of the wizard session that pastes. */
    readonly browserHash: Uint8Array;
    readonly pasted: string;
  },
): Promise<CompletedPaste> {
  const { organizationId, connectionId, browserHash } = input;
  const taken = await ports.authorizationSessions.takeForPaste({
    ...{ organizationId, connectionId, browserHash },
    mostTries: mostPastes,
  });
  if (taken.kind === 'none') return { kind: 'none_waiting' };
  const { session, triesLeft } = taken;
  const { server } = session.terms;
  const pasted = readPastedCode(server, input.pasted);
  if (pasted.kind === 'unusable') return await retryOrFail(ports, session, triesLeft, pasted.why, {});
  const issuer = issuerProblem(server, pasted.iss);
  if (issuer) return await failAuthorization(ports, session, 'invalid_response', { cause: `iss ${issuer}` });
  const obtained = await redeemCode(ports, session, { code: pasted.code, state: '', context: {} });
  if (obtained.kind === 'obtained')
    return await storeUnconfirmed(ports, { grantId: input.grantId, session, iss: pasted.iss, obtained });
  const error = tokenErrorOf(obtained);
  const details = failureDetails(obtained);
  return error === 'provider_error'
    ? await retryOrFail(ports, session, triesLeft, 'refused', details)
    : await failAuthorization(ports, session, error, details);
}

async function retryOrFail(
  ports: RedeemPorts,
  session: ConsumedSession,
  triesLeft: number,
  why: (CompletedPaste & { readonly kind: 'try_again' })['why'],
  details: Readonly<Record<string, string>>,
): Promise<CompletedPaste> {
  const told = { ...details, cause: `pasted code: ${why}` };
  if (triesLeft <= 0) return await failAuthorization(ports, session, 'provider_error', told);
  await ports.authorizationSessions.giveBack(session.organizationId, session.id, {
    kind: 'authorization_failed',
    reason: 'provider_error',
    details: { ...told, explanation: authorizationExplanations.provider_error },
  });
  return { kind: 'try_again', why };
}
