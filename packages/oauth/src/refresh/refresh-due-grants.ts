import type { Ports } from '../ports.js';
import { type RefreshPorts, type RefreshResult, refreshGrant } from './refresh-grant.js';

/**
 * One tick: claims as many due grants as there are free slots and refreshes them side by side. `more: 'yes'` when the
 * slots were all filled, so rows may be left. A grant whose refresh throws is reported and does not stop the others.
 */
export async function refreshDueGrants(
  ports: RefreshPorts & Pick<Ports, 'holder'>,
  input: {
    readonly slots: number;
    /** `withheld` for a while after this process saw the store fail. */
    readonly takeover: 'allowed' | 'withheld';
    readonly onResult: (
      grantId: string,
      result: RefreshResult | { readonly kind: 'threw'; readonly error: unknown },
    ) => void;
  },
): Promise<{ readonly claimed: number; readonly more: 'yes' | 'no' }> {
  const { holder, times } = ports;
  const claims = await ports.grants.claimDue({ holder, times, limit: input.slots, takeover: input.takeover });
  await Promise.all(
    claims.map(async (claim) => {
      try {
        input.onResult(claim.grantId, await refreshGrant(ports, claim));
      } catch (error) {
        input.onResult(claim.grantId, { kind: 'threw', error });
      }
    }),
  );
  return { claimed: claims.length, more: claims.length >= input.slots ? 'yes' : 'no' };
}
