import type { RateRule } from './rate-limiter.js';

/** How many requests a minute are taken from one caller. */
export interface RateLimits {
  /** With one API key. */
  readonly perKey: number;
  /** From one address: pages of the browser door; half as many requests to the API without a key that is valid. */
  readonly perAddress: number;
}

/** As generous as honest callers need: a thousand requests a second with a key, 20 pages a second from an office. */
export const defaultRateLimits: RateLimits = { perKey: 60_000, perAddress: 1200 };

export type RateRules = ReturnType<typeof rateRules>;

/** The limits of the doors, each of them a bucket of its own for each caller. */
export function rateRules({ perKey, perAddress }: RateLimits) {
  const rule = (name: string, most: number): RateRule => ({
    name,
    most: Math.max(1, Math.floor(most)),
    windowSeconds: 60,
  });
  return {
    /** The API, with a valid key. */
    key: rule('key', perKey),
    /** The API, without one. */
    unauthenticated: rule('unauthenticated', perAddress / 2),
    /** The browser door: what is nothing of the following. */
    page: rule('page', perAddress),
    /** Tickets that are redeemed. */
    ticket: rule('ticket', perAddress / 4),
    /** Sign-ins that are started. */
    start: rule('start', perAddress / 4),
    /** Authorization responses. */
    callback: rule('callback', perAddress / 2),
    /** Codes that are pasted: five a sign-in besides. */
    paste: rule('paste', perAddress / 20),
  } as const;
}
