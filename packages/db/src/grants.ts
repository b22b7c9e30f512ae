import type { Claim, ClockPort, Fence, GrantsPort, NoticePort } from '@latchkey/oauth';
import type { Database } from './database.js';
import { adoptAlternateTokens, keepAlternateTokens } from './grants/alternates.js';
import { type ClaimContext, claimDue, claimDueRevocations, claimOne } from './grants/claim.js';
import { recoverMisconfigured } from './grants/client-state.js';
import { createGrant } from './grants/create.js';
import { learnGrantExpiry } from './grants/learn-expiry.js';
import { createAccessReader } from './grants/read.js';
import { readTerms } from './grants/read-terms.js';
import { createBudgets } from './grants/request-budgets.js';
import { endRevokedGrant, retryRevocationLater } from './grants/revocation.js';
import { settleAttempt } from './grants/settle.js';
import { createSiblings } from './grants/siblings.js';
import { storeTokens } from './grants/store.js';
import { createStoring } from './grants/store-many.js';
import { readStoredBy } from './grants/stored-by.js';
import { noteServerAnswer, type TokenServers } from './grants/token-servers.js';
import type { ClaimFence } from './restore/claim-fence.js';
import { createTakeoverWatch, type TakeoverWatch } from './takeover.js';

export interface GrantsOptions {
  /** Hears of servers that go down and come back. */
  readonly notices?: NoticePort;
  /** Keeps claims from a restored database. */
  readonly fence?: ClaimFence | undefined;
  /** This process's; one of its own unless it is given. */
  readonly takeover?: TakeoverWatch;
}

/**
 * Grants on Postgres. Calls that name an organization work under both logins; `claimDue` and `claimDueRevocations`
 * cross tenants and find nothing as latchkey_app. One value for each process: it remembers the requests that it leased.
 */
export function createGrants(db: Database, clock: ClockPort, options: GrantsOptions = {}): GrantsPort {
  const { now: takeover, watched } = options.takeover ?? createTakeoverWatch(clock);
  let lookedForCrashes = Number.NEGATIVE_INFINITY;
  const servers: TokenServers = { failing: new Set(), notices: options.notices };
  const budgets = createBudgets(db, clock);
  const context: ClaimContext = {
    db,
    clock,
    servers,
    fence: options.fence,
    takeover,
    crashes: (times) => {
      if (clock.monotonic() - lookedForCrashes < times.takeoverMin / 20) return 'left';
      lookedForCrashes = clock.monotonic();
      return 'looked_for';
    },
  };
  const read = createAccessReader(db);
  const storeAcross = createStoring(db);
  const siblings = createSiblings(db);
  /** Claims across tenants, which only latchkey_worker makes: their answers may be stored together. */
  const claimedAcross = new WeakSet<Fence>();
  const isClaimedAcross = (fence: Fence): fence is Claim => claimedAcross.has(fence);
  return {
    create: (grant, event) => watched(createGrant(db, grant, event)),
    async claimDue(input) {
      const claims = await watched(claimDue(context, input));
      for (const claim of claims) claimedAcross.add(claim);
      return claims;
    },
    claimOne: (input) => watched(claimOne(context, input)),
    store: (claim, tokens, recovered) =>
      watched(
        isClaimedAcross(claim) ? storeAcross({ claim, tokens, recovered }) : storeTokens(db, claim, tokens, recovered),
      ),
    learnExpiry: (grant, times) => watched(learnGrantExpiry(db, grant, times)),
    storedBy: (claim) => watched(readStoredBy(db, claim)),
    keepAlternate: (fence, tokens, lifeMs) => watched(keepAlternateTokens(db, fence, tokens, lifeMs)),
    adoptAlternate: (fence) => watched(adoptAlternateTokens(db, fence)),
    recoverClient: (claim) => watched(recoverMisconfigured(db, claim)),
    async settle(claim, settlement) {
      if (settlement.emptyForMs !== undefined) budgets.emptied(claim, settlement.emptyForMs);
      return watched(settleAttempt(db, claim, settlement));
    },
    takeRequest: (claim) => watched(budgets.takeRequest(claim)),
    serverAnswered: (claim) => noteServerAnswer(db, servers, claim).catch(() => undefined),
    // A door that only reads learns of an outage by its reads.
    read: (...query) => watched(read(...query)),
    readTerms: (organizationId, grantId) => watched(readTerms(db, organizationId, grantId)),
    claimDueRevocations: (input) => watched(claimDueRevocations(context, input)),
    siblingOf: (claim) => watched(siblings.siblingOf(claim)),
    announceRevocation: (claim) => watched(siblings.announceRevocation(claim)),
    findAnnounced: (client, withinMs) => watched(siblings.findAnnounced(client, withinMs)),
    endRevoked: (claim, outcome, event) => watched(endRevokedGrant(db, claim, outcome, event)),
    retryRevocation: (claim, dueInMs) => watched(retryRevocationLater(db, claim, dueInMs)),
  };
}
