import { codeChallengeS256 } from '../authorize/pkce.js';
import type { AuthorizationSessionId, GrantId, OrganizationId } from '../ids.js';
import { sha256 } from '../random.js';
import { completeHeld } from './complete-held.js';
import type { FinishedAuthorization } from './finish-authorization.js';
import { failAuthorization, type RedeemPorts } from './redeem-code.js';

/** Why the vendor's backend cannot complete a flow. Nothing was redeemed. */
export type CompletionRefusal =
  /** No such flow of this organization that is finished so. */
  | 'not_found'
  /** The person is still at the provider, or never began. */
  | 'not_returned'
  | 'wrong_code'
  /** The flow is over with it: whoever brought the code is not who began. */
  | 'wrong_verifier'
  | 'too_late'
  | 'used'
  /** It failed, was cancelled, or a newer one took its place. */
  | 'over';

export type CompletedEmbedded = FinishedAuthorization | { readonly kind: 'refused'; readonly why: CompletionRefusal };

/**
 * Finishes an embedded flow for the vendor's backend: with the code that the browser brought to it, and the verifier that
 * it kept in its own user's session. Only now the provider's code is redeemed.
 */
export async function completeEmbedded(
  ports: RedeemPorts,
  input: {
    readonly grantId: GrantId;
    readonly organizationId: OrganizationId;
    readonly authorizationSessionId: AuthorizationSessionId;
    readonly completionCode: string;
    readonly completionVerifier: string;
  },
): Promise<CompletedEmbedded> {
  const { grantId, organizationId, authorizationSessionId } = input;
  const taken = await ports.parkedResponses.takeByCode({
    ...{ organizationId, authorizationSessionId },
    codeHash: await sha256(input.completionCode),
    challenge: await codeChallengeS256(input.completionVerifier),
  });
  if (taken.kind === 'taken') return await completeHeld(ports, taken, grantId);
  if (taken.kind === 'wrong_verifier')
    await failAuthorization(ports, taken.session, 'not_completed', { cause: 'wrong completion verifier' });
  return { kind: 'refused', why: taken.kind };
}
