import type { ClaimedWork } from '../refresh/refresh-due-grants.js';
import { type RevokePorts, type RevokeResult, revokeGrant } from './revoke-grant.js';

/** One tick: claims due revocations, as many as there are free slots, and carries them out side by side. */
export async function revokeDueGrants(
  ports: RevokePorts,
  input: {
    readonly slots: number;
    readonly onResult: (
      grantId: string,
      result: RevokeResult | { readonly kind: 'threw'; readonly error: unknown },
    ) => void;
  },
): Promise<ClaimedWork> {
  const { holder, times } = ports;
  const claims = await ports.grants.claimDueRevocations({ holder, times, limit: input.slots });
  const work = claims.map((claim) =>
    revokeGrant(ports, claim).then(
      (result) => input.onResult(claim.grantId, result),
      (error: unknown) => input.onResult(claim.grantId, { kind: 'threw', error }),
    ),
  );
  return {
    claimed: claims.length,
    more: claims.length >= input.slots ? 'yes' : 'no',
    settled: Promise.allSettled(work).then(() => undefined),
  };
}
