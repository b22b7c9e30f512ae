import type { Claim } from '../connection/grant.js';

/**
 * Clients whose registration the provider refuses (RELIABILITY, "Which error is what"). A settlement says so; from then
 * on the client's grants are neither claimed nor failed: as they come due they are set aside, and one at a time is
 * claimed as a probe. None of their connections has an event of its own. A refusal that is settled once a probe has been
 * accepted is over: its grant is tried again by itself, and nothing is said against the client.
 */
export interface ClientsPort {
  /**
   * The provider accepts a claim's client: the vendor is told once, and what was set aside becomes due again, spread
   * (`rearmSpread`) as the next calls of `claimDue` find it. Nothing happens to a client that is not misconfigured.
   */
  recoverClient(claim: Pick<Claim, 'organizationId' | 'grantId' | 'terms'>): Promise<void>;
}
