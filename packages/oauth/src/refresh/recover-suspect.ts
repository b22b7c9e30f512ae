import type { Claim } from '../connection/grant.js';
import { type RefreshPorts, type RefreshResult, refreshGrant } from './refresh-grant.js';

/**
 * Refreshes one claimed grant whose stored refresh token may be spent already, because its database was restored from a
 * backup. A newer set that came too late to be stored takes its place first: then the old one is never shown again. The
 * claim says that an earlier outcome is ambiguous, so that a refusal ends the grant at once (`rotation_response_lost`).
 */
export async function recoverSuspect(ports: RefreshPorts, claim: Claim): Promise<RefreshResult> {
  const adopted = await ports.grants.adoptAlternate(claim);
  return adopted === 'adopted' ? { kind: 'alternate_adopted' } : await refreshGrant(ports, claim);
}
