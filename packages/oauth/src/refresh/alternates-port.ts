import type { Claim } from '../connection/grant.js';
import type { StoredTokens } from '../connection/stored-grant.js';

/** What a store is fenced by: the generation that a claim saw, and the claim's attempt. */
export type Fence = Pick<Claim, 'organizationId' | 'connectionId' | 'grantId' | 'attemptId' | 'generation' | 'probe'>;

/**
 * Token sets that came too late to be stored, because somebody else's were stored before (RELIABILITY, rule 6). Nobody
 * can tell which of the two the provider will honour, so the late one is kept beside the stored one: never read, never
 * revoked.
 */
export interface AlternatesPort {
  /**
   * Keeps a set for `lifeMs`, one for each attempt; repeating it is harmless. A live grant that was given up meanwhile
   * becomes due, so that the set is tried. Nothing is kept of a grant that has ended.
   */
  keepAlternate(fence: Fence, tokens: StoredTokens, lifeMs: number): Promise<void>;
  /**
   * The newest alternate of a live grant becomes its next generation, in place of a set that was refused: due at once,
   * the attempt closed, and what is known of the failure kept. Fenced by generation and attempt. Each is taken once.
   */
  adoptAlternate(fence: Fence): Promise<'adopted' | 'none' | 'fence_missed'>;
}
