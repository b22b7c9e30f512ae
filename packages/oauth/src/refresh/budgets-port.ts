import type { Claim } from '../connection/grant.js';

export type TakenRequest =
  | { readonly kind: 'taken' }
  /** Nothing may be sent before so many milliseconds have passed. */
  | { readonly kind: 'empty'; readonly waitMs: number };

/**
 * What may be asked of an authorization server (RELIABILITY, "Politeness"). Requests of one client to one host share a
 * budget: endless unless the definition declares a limit, empty for as long as the provider's Retry-After says. A host
 * that fails by the network or 5xx for three organizations, and answers nobody, is down: one grant at a time probes it.
 * An operator may pause a host or a client. Claims leave out what may not be asked; it waits, no state of any connection
 * changes, and what waited is due again, spread (`rearmSpread`).
 */
export interface BudgetsPort {
  /** Takes one request from the budget of a claimed grant, right before it is sent. */
  takeRequest(claim: Pick<Claim, 'organizationId' | 'terms' | 'context'>): Promise<TakenRequest>;
  /**
   * The server of a claim has answered, whatever it said: it is not down. Nearly always nothing is known against it. Never
   * rejects: the next answer tells it too.
   */
  serverAnswered(claim: Pick<Claim, 'terms' | 'context' | 'serverProbe'>): Promise<void>;
}
