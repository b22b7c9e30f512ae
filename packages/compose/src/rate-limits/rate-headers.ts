import type { RateVerdict } from './rate-limiter.js';

/**
 * The headers that tell a caller of its limit (draft-ietf-httpapi-ratelimit-headers-10: `q` requests in `w` seconds, `r` left,
 * all of them again in `t` seconds); of one that is refused `Retry-After` too (RFC 9110 section 10.2.3).
 */
export function rateHeaders({ rule, remaining, resetSeconds, retryAfterSeconds, kind }: RateVerdict) {
  return {
    'ratelimit-policy': `"${rule.name}";q=${rule.most};w=${rule.windowSeconds}`,
    ratelimit: `"${rule.name}";r=${remaining};t=${resetSeconds}`,
    ...(kind === 'refused' ? { 'retry-after': String(retryAfterSeconds) } : {}),
  };
}
