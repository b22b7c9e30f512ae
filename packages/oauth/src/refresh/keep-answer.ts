import type { Claim } from '../connection/grant.js';
import { learnExpiry } from '../introspect/learn-expiry.js';
import type { StoredTokens } from '../ports.js';
import { isRenewable } from '../token/renewable.js';
import { serializeTokenSet } from '../token/token-set.js';
import { tokensDueInMs } from './due.js';
import type { RefreshPorts } from './refresh-ports.js';
import type { RefreshedTokens } from './refresh-target.js';
import type { SpoolPort } from './spool-port.js';
import { serializeSpooledAnswer, spoolPurpose } from './spooled-answer.js';

/** Whose tokens are stored now, or that ours wait in the spool. */
export type Kept = { readonly kind: 'refreshed' | 'overtaken' | 'spooled' };

/** Tokens as they were answered; both times in milliseconds, `receivedAt` monotonic. */
export interface Answered extends RefreshedTokens {
  readonly answeredInMs: number;
  readonly receivedAt: number;
}

/**
 * Seals and stores an answer, trying until it works, since it exists nowhere else (RELIABILITY, rules 4 to 6). When the
 * process has to leave before, the answer goes to the spool.
 */
export async function keepAnswer(ports: RefreshPorts, claim: Claim, answered: Answered): Promise<Kept> {
  const departure = watchDeparture(ports.spool);
  const { grantId } = claim;
  try {
    for (let tries = 1, wait = ports.times.storeRetryFirst; ; tries++) {
      if (departure.isDue()) {
        try {
          await spool(ports, claim, answered);
          return { kind: 'spooled' };
        } catch (error) {
          ports.notices.notice({ kind: 'spool_failed', grantId, error });
        }
      }
      try {
        const kept = await orLeaving(departure, store(ports, claim, answered));
        if (kept === 'leaving') continue;
        return kept;
      } catch (error) {
        ports.notices.notice({ kind: 'store_retry', grantId, tries, error });
      }
      await orLeaving(departure, ports.clock.sleep(wait));
      wait = Math.min(wait * 2, ports.times.storeRetryMax);
    }
  } finally {
    departure.forget();
  }
}

async function store(ports: RefreshPorts, claim: Claim, answered: Answered): Promise<Kept> {
  const { organizationId, grantId } = claim;
  const { tokens, expiresInSeconds } = answered;
  const elapsedMs = elapsedSince(ports, answered);
  const { dueInMs, ...facts } = storedFacts(ports, claim, answered, elapsedMs);
  const stored: StoredTokens = {
    tokenSet: await ports.vault.seal(
      { organizationId, row: grantId, field: 'grant_token.token_set' },
      serializeTokenSet(tokens),
    ),
    ...facts,
    elapsedMs,
    ...(dueInMs === undefined ? {} : { dueInMs }),
  };
  if ((await ports.grants.store(claim, stored, { kind: 'recovered' })) === 'stored') {
    await learnExpiry(ports, { ...claim, generation: claim.generation + 1 }, { tokens, expiresInSeconds });
    return { kind: 'refreshed' };
  }
  // Missed: either the lost reply of my own commit, or somebody took over.
  const last = await ports.grants.storedBy(claim);
  if (last?.attemptId === claim.attemptId) return { kind: 'refreshed' };
  // Which of the two the provider will honour is not known, so neither is thrown away.
  if (last && stored.hasRefreshToken === 'yes')
    await ports.grants.keepAlternate(claim, stored, ports.times.alternateLife);
  return { kind: 'overtaken' };
}

async function spool(ports: RefreshPorts, claim: Claim, answered: Answered): Promise<void> {
  const { organizationId, attemptId, connectionId, grantId, generation } = claim;
  const { tokens } = answered;
  const elapsedMs = elapsedSince(ports, answered);
  const { dueInMs, ...facts } = storedFacts(ports, claim, answered, elapsedMs);
  const now = ports.clock.epochMs();
  const serialized = serializeSpooledAnswer({
    ...{ connectionId, grantId, generation, tokens, sentAtMs: now - elapsedMs },
    ...facts,
    ...(dueInMs === undefined ? {} : { dueAtMs: now + dueInMs }),
  });
  const name = { organizationId, attemptId };
  await ports.spool.save(name, await ports.vault.seal(spoolPurpose(name), serialized));
  ports.notices.notice({ kind: 'spooled', grantId });
}

/** What is kept of an answer beside its tokens, wherever it goes. */
function storedFacts(
  ports: RefreshPorts,
  { terms: { server } }: Claim,
  { tokens, expiresInSeconds, scopes, ends }: Answered,
  elapsedMs: number,
) {
  const dueInMs = tokensDueInMs(ports, server, { tokens, expiresInSeconds, elapsedMs, ends });
  const hasRefreshToken: StoredTokens['hasRefreshToken'] = isRenewable(server, tokens) ? 'yes' : 'no';
  return {
    hasRefreshToken,
    ...(expiresInSeconds === undefined ? {} : { expiresInSeconds }),
    ends,
    dueInMs,
    ...(scopes ? { grantedScopes: scopes } : {}),
  };
}

function elapsedSince(ports: RefreshPorts, { answeredInMs, receivedAt }: Answered): number {
  return answeredInMs + (ports.clock.monotonic() - receivedAt);
}

interface Departure {
  readonly due: Promise<'leaving'>;
  isDue(): boolean;
  forget(): void;
}

function watchDeparture(spool: SpoolPort): Departure {
  let isDue = false;
  let forget = () => {};
  const due = new Promise<'leaving'>((resolve) => {
    forget = spool.whenLeaving(() => {
      isDue = true;
      resolve('leaving');
    });
  });
  return { due, isDue: () => isDue, forget: () => forget() };
}

/** The work's result, or `leaving` when no more time is left; who has to leave already waits for the work. */
async function orLeaving<Result>(departure: Departure, work: Promise<Result>): Promise<Result | 'leaving'> {
  if (departure.isDue()) return await work;
  work.catch(() => undefined);
  return await Promise.race([work, departure.due]);
}
