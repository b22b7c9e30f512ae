import type { RandomPort } from '../ports.js';
import { uniform } from '../random.js';

/** Every time of the delivery of webhooks, in milliseconds, as one value; the README publishes them. */
export interface WebhookTimes {
  /** How long an endpoint may take to answer. */
  readonly requestTimeout: number;
  /** A worker begins no further message of an endpoint after so long, so that others have their turn … */
  readonly turn: number;
  /** … and whoever holds an endpoint for longer than this is gone, and another worker goes on. */
  readonly lease: number;
  /** The wait after each try of one message; after the last of them there is one more try, and then none. */
  readonly retryWaits: readonly number[];
  /** After a failed try an endpoint gets nothing at all for so long, twice as long after each further one, up to the longest. */
  readonly holdFirst: number;
  readonly holdMax: number;
  /** Longest wait that an endpoint's Retry-After may ask for. */
  readonly retryAfterMax: number;
  /** An endpoint is disabled when nothing but failures came for so long, and so many of them. */
  readonly disableAfter: number;
  readonly disableFailures: number;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** The times as published: ten tries in a bit more than three days, as Standard Webhooks advises. */
export const webhookTimes: WebhookTimes = {
  requestTimeout: 15 * second,
  turn: 30 * second,
  lease: 90 * second,
  retryWaits: [
    ...[5 * second, 5 * minute, 30 * minute],
    ...[2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour],
  ],
  holdFirst: 5 * second,
  holdMax: 5 * minute,
  retryAfterMax: hour,
  disableAfter: 72 * hour,
  disableFailures: 10,
};

/** What a failed try leads to. */
export interface AfterFailure {
  /** When this message is tried again; absent when that was the last try. */
  readonly retryInMs?: number;
  /** How long the endpoint gets nothing. */
  readonly holdMs: number;
}

/** `tries` of this message and `failures` of its endpoint in a row, both with the one that just failed. */
export function afterFailure(
  times: WebhookTimes,
  random: RandomPort,
  facts: { readonly tries: number; readonly failures: number; readonly retryAfterSeconds: number },
): AfterFailure {
  const asked = Math.min(facts.retryAfterSeconds * 1000, times.retryAfterMax);
  const hold = Math.min(times.holdMax, times.holdFirst * 2 ** Math.min(facts.failures - 1, 30));
  // Up to a fifth later than published: what failed together does not come back together.
  const later = (ms: number) => Math.max(asked, uniform(random, ms, 1.2 * ms));
  const wait = times.retryWaits[facts.tries - 1];
  return { holdMs: later(hold), ...(wait === undefined ? {} : { retryInMs: later(wait) }) };
}
