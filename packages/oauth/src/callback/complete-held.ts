import type { GrantId } from '../ids.js';
import { type FinishedAuthorization, judgeResponse, redeemResponse } from './finish-authorization.js';
import { openParameters } from './parked-parameters.js';
import type { TakenHeld } from './parked-responses-port.js';
import { failAuthorization, type RedeemPorts } from './redeem-code.js';

/** Reads a held response anew and redeems its code. */
export async function completeHeld(
  ports: RedeemPorts,
  { session, response: sealed }: TakenHeld,
  grantId: GrantId,
): Promise<FinishedAuthorization> {
  const place = { organizationId: session.organizationId, authorizationSessionId: session.id };
  const parameters = await openParameters(ports, place, sealed).catch(async (error: unknown) => {
    await failAuthorization(ports, session, 'provider_unavailable', { cause: 'internal fault' }).catch(() => undefined);
    throw error;
  });
  const judged = await judgeResponse(ports, session, parameters);
  if (judged.kind !== 'code') return judged;
  return await redeemResponse(ports, { grantId, session, response: judged, boundBy: 'state' });
}
