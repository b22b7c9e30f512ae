import type { Claim } from '../connection/grant.js';

/** What a revocation that ends every grant of an account would end besides its own. */
export type Sibling =
  | 'none'
  /** A live grant of the same client, and of the same account or of one that is not known. */
  | 'live'
  /** A grant of the same client is being made, and may be that account's: nobody knows before its tokens are there. */
  | 'coming';

/** What the two sides of ./account-reach.ts keep for each other, each in a commit of its own. */
export interface SiblingsPort {
  /**
   * `coming`: an authorization session of the client was consumed whose exchange is under way, or a poll for one of its
   * device authorizations is. Not one that waits for a person, at the provider or with a response that is held: what it
   * will bring is redeemed after this, and so by the rules of the other side. Nor one that was given up: its tokens are to
   * be revoked anyway.
   */
  siblingOf(claim: Pick<Claim, 'organizationId' | 'grantId' | 'terms'>): Promise<Sibling>;
  /** Keeps that a request is about to be sent under this claim that may end other grants of its client. */
  announceRevocation(claim: Pick<Claim, 'organizationId' | 'grantId'>): Promise<void>;
  /** Whether that was kept of any grant of the client within so long, and its attempt is still open. */
  findAnnounced(client: Pick<Claim, 'organizationId' | 'terms'>, withinMs: number): Promise<'none' | 'announced'>;
}
