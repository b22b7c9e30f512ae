import type { GrantClocks } from '../connection/grant.js';
import type { Reason } from '../connection/status.js';
import type { RandomPort } from '../ports.js';
import type { ProtocolTimes } from '../protocol-times.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { uniform } from '../random.js';
import type { TokenFailure } from '../token/token-response.js';

/** What is known when a refresh brought no tokens. */
export interface FailureFacts {
  readonly failure: TokenFailure;
  readonly attempts: number;
  readonly failingSeconds?: number;
  readonly accessTokenSeconds?: number;
  /** Until the grant ends by itself. */
  readonly clocks?: Omit<GrantClocks, 'expiring' | 'lifetimeSeconds'>;
  readonly earlierOutcome: 'known' | 'ambiguous';
  readonly earlierRefusal: 'none' | 'unconfirmed';
  /** The refresh probed a misconfigured client. */
  readonly probe?: { readonly probes: number };
}

/** What to do next. `dueInMs` absent: never by itself. */
export interface NextStep {
  readonly outcome: 'later' | 'ambiguous' | 'refusal_unconfirmed' | 'terminal' | 'client_misconfigured';
  readonly dueInMs?: number;
  /** When another grant of the client is to be tried. */
  readonly probeInMs?: number;
  /** Nothing more is to be asked for the client there for so long. */
  readonly emptyForMs?: number;
  /** The connection turns to status error for this reason. */
  readonly reason?: Reason;
}

/** Published policy: after this many failures in a row, over `degradedAfter`, `unknown` answers end a grant. */
export const unknownAttempts = 12;
/** *Later* turns into *degraded* only after this many failures (and `degradedAfter`). */
export const degradedAttempts = 8;

/**
 * The one place that decides what follows a failed refresh (RELIABILITY rules 7 and 8, "Which error is what"). Pure:
 * the same facts and randomness give the same step.
 */
export function nextStep(
  server: RefreshTerms,
  times: ProtocolTimes,
  random: RandomPort,
  facts: FailureFacts,
): NextStep {
  const step = ofGrant(server, times, random, facts);
  // Any other answer than a refusal by what the grant is says nothing of the client.
  if (step.outcome !== 'client_misconfigured' && (!facts.probe || facts.failure.class === 'terminal')) return step;
  return { ...step, probeInMs: backoff(times, random, { ...facts, attempts: (facts.probe?.probes ?? 0) + 1 }) };
}

type RefreshTerms = Pick<AuthorizationServer['refresh'], 'reuseGrace' | 'terminalErrors' | 'revokesAccessToken'>;

function ofGrant(server: RefreshTerms, times: ProtocolTimes, random: RandomPort, facts: FailureFacts): NextStep {
  switch (facts.failure.class) {
    case 'terminal':
      return refused(server, times, facts);
    case 'ambiguous':
      return ambiguous(server, times, random, facts);
    case 'misconfigured':
      if (speaksOfClient(facts)) return { outcome: 'client_misconfigured', reason: 'client_misconfigured' };
      return { outcome: 'later', dueInMs: backoff(times, random, facts), reason: 'client_misconfigured' };
    case 'later':
      return degradedOr(times, facts, {
        outcome: 'later',
        dueInMs: backoff(times, random, facts),
        ...emptyBudget(times, facts.failure),
      });
    case 'unknown':
      // Both caps: one odd answer at the end of an outage must not end what the outage did not.
      if (facts.attempts >= unknownAttempts && failingMs(facts) >= times.degradedAfter)
        return { outcome: 'terminal', reason: 'grant_rejected' };
      return { outcome: 'later', dueInMs: backoff(times, random, facts) };
  }
}

/**
 * Whether a refusal speaks of the client. A request that could not be built is its connection's own affair. Codes that a
 * single odd grant may bring about count once: repeated, while the client's other grants go on, they are that grant's.
 */
function speaksOfClient({ failure: { status, error }, attempts }: FailureFacts): boolean {
  if (status === undefined) return false;
  return error === undefined || error === 'invalid_client' || error === 'unauthorized_client' || attempts === 1;
}

function refused(
  server: Pick<AuthorizationServer['refresh'], 'terminalErrors'>,
  times: ProtocolTimes,
  facts: FailureFacts,
): NextStep {
  if (hasEnded(facts.clocks)) return { outcome: 'terminal', reason: 'authorization_expired' };
  if (facts.earlierOutcome === 'ambiguous') return { outcome: 'terminal', reason: 'rotation_response_lost' };
  const declared = facts.failure.error !== undefined && server.terminalErrors.includes(facts.failure.error);
  const goodMs = (facts.accessTokenSeconds ?? 0) * 1000;
  if (!declared && facts.earlierRefusal === 'none' && goodMs > times.confirmInvalidGrant)
    return { outcome: 'refusal_unconfirmed', dueInMs: times.confirmInvalidGrant };
  return { outcome: 'terminal', reason: 'grant_rejected' };
}

/** Whether a clock of the grant has run out, or all but: what two machines count differs a little. */
function hasEnded(clocks: FailureFacts['clocks']): boolean {
  if (!clocks) return false;
  const isOver = (left: number | undefined, since: number) =>
    left !== undefined && left <= Math.min(60, (left + since) / 10);
  return isOver(clocks.idleSeconds, clocks.refreshedSecondsAgo) || isOver(clocks.absoluteSeconds, clocks.ageSeconds);
}

function ambiguous(server: RefreshTerms, times: ProtocolTimes, random: RandomPort, facts: FailureFacts): NextStep {
  const isTimeout = facts.failure.cause === 'timeout';
  // The replay was answered no better: the first request has done its harm or not, so only patience is left. What timed
  // out may still be at work, as the first time.
  if (facts.earlierOutcome === 'ambiguous') {
    const wait = Math.max(backoff(times, random, facts), isTimeout ? times.replayTimeoutMin : 0);
    return degradedOr(times, facts, { outcome: 'ambiguous', dueInMs: wait });
  }
  const soon = uniform(random, times.replayResetMin, times.replayResetMax);
  if (!isTimeout || isWithinGrace(server.reuseGrace, times.requestTimeout + soon))
    return { outcome: 'ambiguous', dueInMs: soon };
  // Where the refresh may have ended it, nobody is given the access token that is stored, so that its life counts no more.
  const left = server.revokesAccessToken ? 0 : (facts.accessTokenSeconds ?? 0);
  const untilLittleIsLeft = left * 1000 - times.replayLifeLeft;
  return { outcome: 'ambiguous', dueInMs: Math.max(times.replayTimeoutMin, untilLittleIsLeft) };
}

/** The server counts its grace from the request that it answered, so the wait for that answer is part of it. */
function isWithinGrace(reuseGrace: number | undefined, ms: number): boolean {
  return reuseGrace !== undefined && ms < reuseGrace * 1000;
}

function failingMs(facts: FailureFacts): number {
  return (facts.failingSeconds ?? 0) * 1000;
}

function degradedOr(times: ProtocolTimes, facts: FailureFacts, step: NextStep): NextStep {
  if (facts.attempts < degradedAttempts || failingMs(facts) < times.degradedAfter) return step;
  return { ...step, dueInMs: times.degradedInterval, reason: 'provider_unavailable' };
}

/** 429 with Retry-After (RFC 6585 section 4) speaks of the client: its other grants would be told the same. */
function emptyBudget(
  times: ProtocolTimes,
  { status, retryAfterSeconds }: TokenFailure,
): Pick<NextStep, 'emptyForMs'> | undefined {
  if (status !== 429 || !retryAfterSeconds) return undefined;
  return { emptyForMs: Math.min(retryAfterSeconds * 1000, times.retryAfterMax) };
}

/** Exponential backoff with full-range jitter above half; a server's Retry-After is obeyed up to the clamp. */
function backoff(times: ProtocolTimes, random: RandomPort, facts: FailureFacts): number {
  const ceiling = Math.min(times.backoffMax, times.backoffFirst * 2 ** Math.min(facts.attempts - 1, 30));
  const asked = Math.min((facts.failure.retryAfterSeconds ?? 0) * 1000, times.retryAfterMax);
  return Math.max(asked, uniform(random, ceiling / 2, ceiling));
}
