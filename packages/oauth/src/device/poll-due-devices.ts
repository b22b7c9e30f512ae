import type { GrantId } from '../ids.js';
import type { Ports } from '../ports.js';
import type { ClaimedWork } from '../refresh/refresh-due-grants.js';
import { type PollPorts, type PollResult, pollDeviceAuthorization } from './poll-device-authorization.js';

/** One tick: claims due device authorizations, as many as there are free slots, and polls for them side by side. */
export async function pollDueDevices(
  ports: PollPorts & Pick<Ports, 'holder'>,
  input: {
    readonly slots: number;
    /** Ids for the grants that may come of it. */
    readonly newGrantId: () => GrantId;
    readonly onResult: (
      deviceAuthorizationId: string,
      result: PollResult | { readonly kind: 'threw'; readonly error: unknown },
    ) => void;
  },
): Promise<ClaimedWork> {
  const { holder, times } = ports;
  const claims = await ports.deviceAuthorizations.claimDue({ holder, times, limit: input.slots });
  const work = claims.map((claim) =>
    pollDeviceAuthorization(ports, claim, input.newGrantId()).then(
      (result) => input.onResult(claim.id, result),
      (error: unknown) => input.onResult(claim.id, { kind: 'threw', error }),
    ),
  );
  return {
    claimed: claims.length,
    more: claims.length >= input.slots ? 'yes' : 'no',
    settled: Promise.allSettled(work).then(() => undefined),
  };
}
