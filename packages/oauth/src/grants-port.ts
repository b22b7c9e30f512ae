import type { ConnectionEvent, RevocationOutcome } from './connection/connection-event.js';
import type { Claim, RevocationClaim } from './connection/grant.js';
import type { HeldTerms, NewGrant, Settlement, StoredAccess, StoredTokens } from './connection/stored-grant.js';
import type { ConnectionId, GrantId, OrganizationId } from './ids.js';
import type { ProtocolTimes } from './protocol-times.js';
import type { AlternatesPort, Fence } from './refresh/alternates-port.js';
import type { BudgetsPort } from './refresh/budgets-port.js';
import type { ClientsPort } from './refresh/clients-port.js';
import type { SiblingsPort } from './revoke/siblings-port.js';

export type TargetedClaim =
  | { readonly kind: 'claimed'; readonly claim: Claim }
  /** Another attempt is open. */
  | { readonly kind: 'held' }
  /** Not to be asked for so many seconds: its last attempt failed (rule 8), its server is down or has no budget. */
  | { readonly kind: 'backing_off'; readonly seconds: number }
  /** The provider refuses the client, and another grant of its probes that. */
  | { readonly kind: 'client_misconfigured' }
  /** An operator lets nothing be asked of its server, or for its client. */
  | { readonly kind: 'paused' }
  /** The database was restored from a backup: nothing is claimed, or not this grant, until an operator has recovered. */
  | { readonly kind: 'stopped' }
  /** No live grant, or not the generation asked for any more. */
  | { readonly kind: 'none' };

/** Grants and their tokens: the rows that decide (RELIABILITY, "The rows"). */
export interface GrantsPort extends AlternatesPort, BudgetsPort, ClientsPort, SiblingsPort {
  /**
   * In one transaction: grant, clock, tokens, the connection turned active with this grant, a former grant let go of
   * as revoking and due, the session's outcome, event and outbox row. `given_up`: where its device authorization was
   * cancelled or superseded meanwhile, its session cancelled, or a session that began later has connected already, the
   * connection keeps what it has and the new grant itself is revoking and due. Repeating it with the same grant id is
   * harmless.
   */
  create(grant: NewGrant, event: ConnectionEvent): Promise<'connected' | 'given_up'>;
  /** Claims what is due, in its own commit, skipping rows that others hold (RELIABILITY, rules 1 and 3). */
  claimDue(input: {
    readonly holder: string;
    readonly limit: number;
    readonly times: ProtocolTimes;
    readonly takeover: 'allowed' | 'withheld';
  }): Promise<readonly Claim[]>;
  /**
   * The same claim for one connection, whether due or not, when its generation is still the given one. A grant that is
   * failing (attempts > 0, none open) can be claimed only once it is due. A process that saw the store fail takes nothing
   * over for `takeoverQuietAfterOutage`, here as in claimDue.
   */
  claimOne(input: {
    readonly organizationId: OrganizationId;
    readonly connectionId: ConnectionId;
    readonly generation: number;
    readonly holder: string;
    readonly times: ProtocolTimes;
  }): Promise<TargetedClaim>;
  /**
   * Fenced by the claim's generation; synchronous commit. Tokens whose attempt was taken over meanwhile are due at once. A connection in error becomes active with the event, unless it
   * only waited for its client, which a probe shows to be accepted: the client's own event tells that.
   */
  store(claim: Fence, tokens: StoredTokens, recovered: ConnectionEvent): Promise<'stored' | 'fence_missed'>;
  /**
   * The end of a stored access token, learnt afterwards: kept when that generation is still there, its end is unknown and
   * no attempt is open; else nothing happens.
   */
  learnExpiry(
    grant: {
      readonly organizationId: OrganizationId;
      readonly grantId: GrantId;
      readonly generation: number;
    },
    times: Pick<StoredTokens, 'elapsedMs' | 'dueInMs'> & { readonly expiresInSeconds: number },
  ): Promise<void>;
  /** Who stored last; absent when the grant is gone. */
  storedBy(claim: Fence): Promise<{ readonly generation: number; readonly attemptId?: string } | undefined>;
  /** Closes the attempt, fenced by generation and attempt. */
  settle(claim: Claim, settlement: Settlement): Promise<'settled' | 'fence_missed'>;
  read(organizationId: OrganizationId, connectionId: ConnectionId): Promise<StoredAccess | undefined>;
  /** The terms of a live grant; absent when there is none. Not for hot paths. */
  readTerms(organizationId: OrganizationId, grantId: GrantId): Promise<HeldTerms | undefined>;
  claimDueRevocations(input: {
    readonly holder: string;
    readonly limit: number;
    readonly times: ProtocolTimes;
  }): Promise<readonly RevocationClaim[]>;
  /**
   * Deletes the tokens and ends the grant; a connection that waited for it becomes pending, with event and outbox. Fenced
   * by generation and attempt, like retryRevocation: a late answer stored meanwhile has to be revoked as well.
   */
  endRevoked(claim: RevocationClaim, outcome: RevocationOutcome, event: ConnectionEvent): Promise<void>;
  retryRevocation(claim: RevocationClaim, dueInMs: number): Promise<void>;
}
