import { hash } from 'node:crypto';
import { type Database, takeRequests } from '@latchkey/db';
import type { ClockPort } from '@latchkey/oauth';

/** So many requests in so many seconds: a bucket that holds `most` and fills in that time. */
export interface RateRule {
  /** As the RateLimit headers name it. */
  readonly name: string;
  readonly most: number;
  readonly windowSeconds: number;
}

/** Whether one request may be made. */
export interface RateVerdict {
  readonly kind: 'allowed' | 'refused';
  readonly rule: RateRule;
  /** How many more are known to be left. */
  readonly remaining: number;
  /** Until all of them are there again. */
  readonly resetSeconds: number;
  /** When it may be asked again; 0 for one that is allowed. */
  readonly retryAfterSeconds: number;
}

/** Limits on requests that all processes of a stack share. */
export interface RateLimiter {
  /** Counts one request of a subject (a key's id, an address). No promise while a leased block lasts. */
  take(rule: RateRule, subject: string): RateVerdict | Promise<RateVerdict>;
  /** What was taken a moment ago is not to count. */
  giveBack(rule: RateRule, subject: string): void;
}

/** Blocks of a bucket: large enough that a busy caller costs a statement every few seconds. */
const blocksOfBucket = 20;
/** The database is asked for the next block when so much of one is left. */
const soonLeft = 1 / 4;
/** A request waits so long for a block at most; and so long the database is left alone when it gave none in that time. */
const patienceMs = 500;
const alone = 5_000;
const mostRemembered = 50_000;

interface Bucket {
  /** Requests left of leased blocks, and until when they may be made. */
  left: number;
  until: number;
  /** What the database held after the latest block. */
  beyond: number;
  /** There is nothing to be had before. */
  emptyUntil: number;
  lease: Promise<void> | undefined;
  /** When a bucket of this process alone would be full: what counts while the database gives no answer. */
  fullAt: number;
}

/**
 * Leases blocks of requests from the database and hands them out from memory. While the database gives no block in time,
 * each process counts by itself (fail-open, within the limit of one process); `onFailure` hears of it.
 */
export function createRateLimiter(options: {
  readonly db: Pick<Database, 'pool'>;
  readonly clock: Pick<ClockPort, 'monotonic'>;
  readonly onFailure: (error: unknown) => void;
}): RateLimiter {
  const { db, onFailure } = options;
  const now = () => options.clock.monotonic();
  const buckets = new Map<string, Bucket>();
  let awayUntil = Number.NEGATIVE_INFINITY;

  const bucketOf = (rule: RateRule, subject: string): Bucket => {
    const name = `${rule.name} ${subject}`;
    const known = buckets.get(name);
    if (known) return known;
    const made: Bucket = { left: 0, until: 0, beyond: rule.most, emptyUntil: 0, lease: undefined, fullAt: 0 };
    buckets.set(name, made);
    // The oldest goes; what it had leased is lost to its subject, never won.
    if (buckets.size > mostRemembered) buckets.delete(buckets.keys().next().value as string);
    return made;
  };

  const lease = async (rule: RateRule, subject: string, bucket: Bucket): Promise<void> => {
    const asked = now();
    const wanted = Math.ceil(rule.most / blocksOfBucket);
    if (asked < awayUntil) return countAlone(rule, bucket, wanted, asked);
    try {
      const bytes = hash('sha256', `${rule.name} ${subject}`, 'buffer').subarray(0, 16);
      const { taken, remaining, waitSeconds } = await inTime(takeRequests(db, { ...rule, subject: bytes }, wanted));
      put(bucket, rule, { taken, asked, beyond: remaining });
      bucket.emptyUntil = taken > 0 ? 0 : now() + Math.max(1, waitSeconds * 1000);
    } catch (error) {
      awayUntil = now() + alone;
      onFailure(error);
      countAlone(rule, bucket, wanted, asked);
    }
  };

  const take = (rule: RateRule, subject: string): RateVerdict | Promise<RateVerdict> => {
    const bucket = bucketOf(rule, subject);
    const at = now();
    if (at >= bucket.until) bucket.left = 0;
    if (bucket.left > 0) {
      bucket.left--;
      if (bucket.left <= (rule.most / blocksOfBucket) * soonLeft && at >= bucket.emptyUntil)
        void begin(rule, subject, bucket);
      return verdict('allowed', rule, bucket, 0);
    }
    if (at < bucket.emptyUntil) return verdict('refused', rule, bucket, bucket.emptyUntil - at);
    return begin(rule, subject, bucket).then(() => take(rule, subject));
  };

  /** One lease at a time for each bucket, which everybody who needs it waits for. */
  const begin = (rule: RateRule, subject: string, bucket: Bucket): Promise<void> => {
    bucket.lease ??= lease(rule, subject, bucket).finally(() => {
      bucket.lease = undefined;
    });
    return bucket.lease;
  };

  return {
    take,
    giveBack(rule, subject) {
      const bucket = bucketOf(rule, subject);
      if (now() < bucket.until) bucket.left++;
    },
  };
}

/** Takes a block from the bucket that this process has for itself. */
function countAlone(rule: RateRule, bucket: Bucket, wanted: number, asked: number): void {
  const windowMs = rule.windowSeconds * 1000;
  const each = windowMs / rule.most;
  const from = Math.max(bucket.fullAt, asked);
  const room = Math.max(0, Math.floor((asked + windowMs - from) / each));
  const taken = Math.min(wanted, room);
  bucket.fullAt = from + taken * each;
  put(bucket, rule, { taken, asked, beyond: room - taken });
  bucket.emptyUntil = taken > 0 ? 0 : asked + each;
}

/** A block lasts as long as its bucket takes to fill: after that the database has counted it anew. */
function put(
  bucket: Bucket,
  rule: RateRule,
  block: { readonly taken: number; readonly asked: number; readonly beyond: number },
): void {
  if (block.asked >= bucket.until) bucket.left = 0;
  bucket.left += block.taken;
  if (block.taken > 0) bucket.until = block.asked + rule.windowSeconds * 1000;
  bucket.beyond = block.beyond;
}

function verdict(kind: RateVerdict['kind'], rule: RateRule, bucket: Bucket, waitMs: number): RateVerdict {
  const remaining = kind === 'refused' ? 0 : Math.min(rule.most, bucket.left + bucket.beyond);
  return {
    kind,
    rule,
    remaining,
    resetSeconds: Math.ceil(((rule.most - remaining) * rule.windowSeconds) / rule.most),
    retryAfterSeconds: kind === 'refused' ? Math.max(1, Math.ceil(waitMs / 1000)) : 0,
  };
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no block of requests within ${patienceMs} ms`)), patienceMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined); // told already, or too late to matter
  }
}
