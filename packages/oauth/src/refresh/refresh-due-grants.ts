import type { Ports } from '../ports.js';
import { drainSpool } from './drain-spool.js';
import { type RefreshPorts, type RefreshResult, refreshGrant } from './refresh-grant.js';

/** What one tick claimed; `settled` resolves (never rejects) when all of it is done. */
export interface ClaimedWork {
  readonly claimed: number;
  /** `yes` when the slots were all filled, so that rows may be left. */
  readonly more: 'yes' | 'no';
  readonly settled: Promise<void>;
}

/**
 * One tick: claims as many due grants as there are free slots and refreshes them side by side. It resolves once they
 * are claimed, so that a slow provider holds up its own grants only. A refresh that throws is reported and stops no
 * other.
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
      lateSeconds: number,
    ) => void;
  },
): Promise<ClaimedWork> {
  const { holder, times } = ports;
  await drainSpool(ports);
  const claims = await ports.grants.claimDue({ holder, times, limit: input.slots, takeover: input.takeover });
  const work = claims.map((claim) =>
    refreshGrant(ports, claim).then(
      (result) => input.onResult(claim.grantId, result, claim.lateSeconds),
      (error: unknown) => input.onResult(claim.grantId, { kind: 'threw', error }, claim.lateSeconds),
    ),
  );
  return {
    claimed: claims.length,
    more: claims.length >= input.slots ? 'yes' : 'no',
    settled: Promise.allSettled(work).then(() => undefined),
  };
}
