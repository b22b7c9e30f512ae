/** Every time of the refresh and revocation protocol, in milliseconds, as one value (RELIABILITY, "Refresh, whole"). */
export interface ProtocolTimes {
  /** How long one token or revocation request may take; a rotation is never abandoned earlier. */
  readonly requestTimeout: number;
  /** Slack between the end of a request and the moment at which another process may take over. */
  readonly takeoverSlack: number;
  /** An open attempt blocks others for at least, and at most, this long. */
  readonly takeoverMin: number;
  readonly takeoverMax: number;
  /** After this process saw the store fail, it takes over nothing for so long. */
  readonly takeoverQuietAfterOutage: number;
  /** No grant is due again sooner than this after a refresh, or than half the life of a token that is shorter … */
  readonly refreshIntervalMin: number;
  /** … but not sooner than this, however short its tokens live. */
  readonly refreshIntervalFloor: number;
  /** Where a refresh ends the access token before it, it is made at some moment of this span before that token's end. */
  readonly lateRefreshMin: number;
  readonly lateRefreshMax: number;
  /** Backoff of class *later*: first wait and longest wait. */
  readonly backoffFirst: number;
  readonly backoffMax: number;
  /** Longest wait that a provider's Retry-After may ask for. */
  readonly retryAfterMax: number;
  /** *later* turns into *degraded* after this long without success (and `degradedAttempts`); then tried this often. */
  readonly degradedAfter: number;
  readonly degradedInterval: number;
  /** An ambiguous reset, 502 or 504 is replayed once after a time drawn from this range. */
  readonly replayResetMin: number;
  readonly replayResetMax: number;
  /** An ambiguous time-out is replayed at the earliest after, and only with less than, this much token life left. */
  readonly replayTimeoutMin: number;
  readonly replayLifeLeft: number;
  /** An undeclared invalid_grant is confirmed once more after this long, while the old access token is good. */
  readonly confirmInvalidGrant: number;
  /** How long a reader waits for another process's attempt, and its first and longest poll. */
  readonly readerWait: number;
  readonly readerPollFirst: number;
  readonly readerPollMax: number;
  /** Waits between tries to store an answer. */
  readonly storeRetryFirst: number;
  readonly storeRetryMax: number;
  /** A grant that nobody read for so long counts as not used. */
  readonly unusedAfter: number;
  /** Where no clock is declared, a grant is refreshed this often though nobody uses it, or though its end is unknown. */
  readonly keepAliveDefault: number;
  /** Grants whose access tokens ended while their client was misconfigured are due again within this long. */
  readonly rearmSpread: number;
  /** A server is down that failed for three organizations within this time, and answered nobody. */
  readonly serverFailureWindow: number;
  /** First and longest wait between two probes of a server that is down. */
  readonly serverProbeFirst: number;
  readonly serverProbeMax: number;
  /** A process that has to end waits so long for answers and for the store; what is left then goes to the spool. */
  readonly departure: number;
  /** How far two machines' clocks may be apart. */
  readonly clockSkewMax: number;
  /** How long a token set that missed the fence is kept as an alternate. */
  readonly alternateLife: number;
  /** A process that seals looks for a newer data key after so long … */
  readonly dataKeyMaxAge: number;
  /** … so that after so long nothing under way is sealed with the former one. */
  readonly dataKeySettle: number;
  /** How often a process looks whether the database was restored from a backup. */
  readonly witnessBeat: number;
  /** A revocation that fails is given up as `unconfirmed` after this long. */
  readonly revocationDeadline: number;
}

const second = 1000;
const minute = 60 * second;

/** The times as published. */
export const protocolTimes: ProtocolTimes = {
  requestTimeout: 30 * second,
  takeoverSlack: 30 * second,
  takeoverMin: 90 * second,
  takeoverMax: 15 * minute,
  takeoverQuietAfterOutage: 60 * second,
  refreshIntervalMin: 30 * second,
  refreshIntervalFloor: 5 * second,
  lateRefreshMin: 30 * minute,
  lateRefreshMax: 60 * minute,
  backoffFirst: 10 * second,
  backoffMax: 60 * minute,
  retryAfterMax: 60 * minute,
  degradedAfter: 24 * 60 * minute,
  degradedInterval: 24 * 60 * minute,
  replayResetMin: 2 * second,
  replayResetMax: 5 * second,
  replayTimeoutMin: 60 * second,
  replayLifeLeft: 2 * minute,
  confirmInvalidGrant: 2 * minute,
  readerWait: 25 * second,
  readerPollFirst: 50,
  readerPollMax: 500,
  storeRetryFirst: 100,
  storeRetryMax: 5 * second,
  unusedAfter: 24 * 60 * minute,
  keepAliveDefault: 7 * 24 * 60 * minute,
  rearmSpread: 10 * minute,
  serverFailureWindow: minute,
  serverProbeFirst: 10 * second,
  serverProbeMax: minute,
  departure: 45 * second,
  clockSkewMax: 5 * minute,
  alternateLife: 24 * 60 * minute,
  dataKeyMaxAge: 60 * second,
  dataKeySettle: 2 * minute,
  witnessBeat: 5 * second,
  revocationDeadline: 24 * 60 * minute,
};

/**
 * The same times divided by `factor`, for fault tests. Throws a RangeError when a factor below or at zero is given.
 */
export function dividedTimes(times: ProtocolTimes, factor: number): ProtocolTimes {
  if (!(factor > 0)) throw new RangeError('the factor must be greater than 0');
  return Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, ms / factor])) as unknown as ProtocolTimes;
}

/**
 * Asserted at start: nobody may take over an attempt whose request may still be under way.
 * `hops` is the most requests that one attempt makes in a row. Throws a RangeError that names the broken rule.
 */
export function assertTakeoverOutlivesRequest(times: ProtocolTimes, hops: number): void {
  if (times.takeoverMin < hops * times.requestTimeout + times.takeoverSlack)
    throw new RangeError(
      `takeoverMin (${times.takeoverMin} ms) must be at least ${hops} x requestTimeout + takeoverSlack (${hops * times.requestTimeout + times.takeoverSlack} ms)`,
    );
}
