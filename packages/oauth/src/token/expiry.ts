import { reveal, type Secret } from '../secret.js';
import { valueAt, wordOf } from './answer-path.js';
import type { TokenReading } from './token-response.js';

const longest = 100 * 365 * 86_400;

/**
 * Validity of an access token in whole seconds from the moment at which it was issued: what the answer says where the
 * definition looks for it (`expires_in`, a number or a text of one; RFC 6749 section 5.1), else the definition's default,
 * else the distance between a JWT's `iat` and `exp` as a hint, else `undefined`: unknown, which is not *never*.
 */
export function accessTokenLifetime(
  body: Readonly<Record<string, unknown>>,
  accessToken: Secret,
  reading: Pick<TokenReading, 'response' | 'defaultExpiresIn' | 'epochMs'>,
): number | undefined {
  const { expiry = { path: 'expires_in', kind: 'seconds' } as const, issuedAt } = reading.response;
  if ('never' in expiry && expiry.never?.includes(wordOf(valueAt(body, expiry.path)))) return undefined;
  const told = toldSeconds(valueAt(body, expiry.path), expiry.kind, reading.epochMs);
  const age =
    told === undefined || issuedAt === undefined ? 0 : ageSeconds(valueAt(body, issuedAt), told, reading.epochMs);
  const left = told === undefined ? undefined : Math.max(told - age, 0);
  return left ?? seconds(reading.defaultExpiresIn) ?? jwtLifetime(reveal(accessToken));
}

/** What an answer tells of an end, as whole seconds from now; `undefined` for what is no time. */
export function toldSeconds(
  value: unknown,
  kind: NonNullable<TokenReading['response']['expiry']>['kind'],
  epochMs: number,
): number | undefined {
  if (kind === 'iso_8601') {
    // Without a zone a time means the zone of whoever reads it; providers that leave it out mean UTC.
    const text = typeof value === 'string' && value.length <= 64 ? value.trim().replace(' ', 'T') : '';
    // The platform would make a date of nearly anything, `-5` among it.
    if (!/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
    const parsed = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
    return Number.isNaN(parsed) ? undefined : seconds(Math.max(parsed - epochMs, 0) / 1000);
  }
  const number = seconds(value, Number.MAX_SAFE_INTEGER);
  if (number === undefined) return undefined;
  switch (kind) {
    case 'seconds':
      return seconds(number);
    case 'milliseconds':
      return seconds(number / 1000);
    case 'unix_seconds':
      return seconds(Math.max(number - epochMs / 1000, 0));
    case 'unix_milliseconds':
      return seconds(Math.max((number - epochMs) / 1000, 0));
  }
}

/** How old a token was when it arrived, where the answer tells when it was issued; 0 where that cannot be. */
function ageSeconds(issuedAt: unknown, lifetime: number, epochMs: number): number {
  const issued = seconds(issuedAt, Number.MAX_SAFE_INTEGER);
  if (issued === undefined) return 0;
  const age = epochMs / 1000 - issued;
  return age > 0 && age < lifetime ? Math.floor(age) : 0;
}

function seconds(value: unknown, most = longest): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0) return undefined;
  return Math.min(Math.floor(number), most);
}

function jwtLifetime(token: string): number | undefined {
  const claims = jwtClaims(token);
  const { iat, exp } = claims ?? {};
  return typeof iat === 'number' && typeof exp === 'number' ? seconds(exp - iat) : undefined;
}

/** The claims of a JWT's payload, unverified: hints and labels only (RFC 7519 section 4). */
export function jwtClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  const payload = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token)?.[1];
  if (payload === undefined) return undefined;
  try {
    const octets = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const text = decodeURIComponent(
      [...octets].map((octet) => `%${octet.charCodeAt(0).toString(16).padStart(2, '0')}`).join(''),
    );
    const claims: unknown = JSON.parse(text);
    return claims !== null && typeof claims === 'object' && !Array.isArray(claims)
      ? (claims as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
