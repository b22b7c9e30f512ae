import type { GrantId } from '../ids.js';
import { sha256 } from '../random.js';
import { completeTaken } from './complete-authorization.js';
import { type FinishedAuthorization, takeSession } from './finish-authorization.js';
import { openParameters } from './parked-parameters.js';
import { failAuthorization, type RedeemPorts } from './redeem-code.js';

/**
 * Ends a flow whose response was parked, for the browser that began: with its cookie it takes the response by the
 * reference, once, and goes on as at the callback. A repeated request of the same browser gets the first result.
 */
export async function completeParked(
  ports: RedeemPorts,
  input: {
    readonly grantId: GrantId;
    readonly reference: string;
    /** SHA-256 of every session cookie that the browser sent. */
    readonly browserHashes: readonly Uint8Array[];
  },
): Promise<FinishedAuthorization> {
  const { grantId, browserHashes } = input;
  const match = { referenceHash: await sha256(input.reference), browserHashes };
  const taken = await takeSession(ports, () => ports.parkedResponses.consume(match));
  if (taken.kind !== 'consumed') return await completeTaken(ports, taken, { grantId, parameters: [] });
  const { session, response } = taken;
  const place = { organizationId: session.organizationId, authorizationSessionId: session.id };
  const parameters = await openParameters(ports, place, response).catch(async (error: unknown) => {
    // A fault of ours. The session is spent, so its end is told to the browser that comes again.
    await failAuthorization(ports, session, 'provider_unavailable', { cause: 'internal fault' }).catch(() => undefined);
    throw error;
  });
  return await completeTaken(ports, taken, { grantId, parameters });
}
