import { tokenErrorOf } from '../callback/authorization-failure.js';
import type { AuthorizationError } from '../connection/connection-event.js';
import type { RandomPort } from '../ports.js';
import type { ProtocolTimes } from '../protocol-times.js';
import type { DeviceTerms } from '../provider/device-terms.js';
import { uniform } from '../random.js';
import type { TokenFailure } from '../token/token-response.js';
import type { DeviceClaim } from './device-authorization.js';

/** What follows a poll that brought no tokens. */
export type NextPoll =
  | {
      readonly kind: 'again';
      readonly dueInMs: number;
      /** Seconds between polls from now on. */
      readonly intervalSeconds: number;
      /** Polls in a row without an answer that can be used, this one included. */
      readonly failures: number;
    }
  | { readonly kind: 'failed'; readonly error: AuthorizationError };

/** RFC 8628 section 3.5: `slow_down` adds so much for this and all later polls. */
const slowDownSeconds = 5;
/** Backing off from a server that does not answer ends here, since the codes live minutes. */
const longestBackoffMs = 60_000;

/**
 * Decides what follows a poll that brought no tokens (RFC 8628 section 3.5). The error code counts whatever the status;
 * where there is none and nothing can have been done, or no answer came, polling goes on ever more slowly. Pure.
 */
export function nextPoll(
  { errors }: Pick<DeviceTerms, 'errors'>,
  times: Pick<ProtocolTimes, 'retryAfterMax'>,
  random: RandomPort,
  { intervalSeconds, failures }: Pick<DeviceClaim, 'intervalSeconds' | 'failures'>,
  failure: TokenFailure,
): NextPoll {
  const said = failure.error ?? '';
  const code = (Object.hasOwn(errors, said) ? errors[said] : undefined) ?? said;
  const asked = Math.min((failure.retryAfterSeconds ?? 0) * 1000, times.retryAfterMax);
  const after = (seconds: number) => Math.max(asked, seconds * 1000);
  switch (code) {
    case 'authorization_pending':
      return { kind: 'again', dueInMs: after(intervalSeconds), intervalSeconds, failures: 0 };
    case 'slow_down': {
      const slower = intervalSeconds + slowDownSeconds;
      return { kind: 'again', dueInMs: after(slower), intervalSeconds: slower, failures: 0 };
    }
    case 'access_denied':
      return { kind: 'failed', error: 'access_denied' };
    case 'expired_token':
      return { kind: 'failed', error: 'expired' };
  }
  // A success that cannot be read is no silence: the code is spent.
  const isSilence = failure.class === 'ambiguous' && (failure.status === undefined || failure.status > 299);
  if (failure.class !== 'later' && !isSilence) return { kind: 'failed', error: tokenErrorOf(failure) };
  const ceiling = Math.max(Math.min(intervalSeconds * 1000 * 2 ** Math.min(failures + 1, 10), longestBackoffMs), 1000);
  // Never sooner than the interval allows.
  const least = Math.max(intervalSeconds * 1000, ceiling / 2);
  const dueInMs = Math.max(asked, uniform(random, least, Math.max(least, ceiling)));
  return { kind: 'again', dueInMs, intervalSeconds, failures: failures + 1 };
}
