import type { Claim } from '../connection/grant.js';
import type { Ports } from '../ports.js';

/**
 * Takes a request from the claim's budget, waiting for it as long as the claim allows: for whatever has to follow a
 * request that was made already.
 */
export async function awaitBudget(
  { clock, grants }: Pick<Ports, 'clock' | 'grants'>,
  claim: Claim,
): Promise<'taken' | 'too_late'> {
  for (;;) {
    if (clock.monotonic() >= claim.sendBefore) return 'too_late';
    const request = await grants.takeRequest(claim);
    if (request.kind === 'taken') return clock.monotonic() < claim.sendBefore ? 'taken' : 'too_late';
    await clock.sleep(Math.max(1, Math.min(request.waitMs, claim.sendBefore - clock.monotonic())));
  }
}
