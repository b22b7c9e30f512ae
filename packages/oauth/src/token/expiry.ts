import { reveal, type Secret } from '../secret.js';

const longest = 100 * 365 * 86_400;

/**
 * Validity of an access token in whole seconds from the moment at which it was issued: the response's `expires_in`
 * (number or numeric string; RFC 6749 section 5.1), else the definition's default, else the distance between a JWT's
 * `iat` and `exp` as a hint, else `undefined`: unknown, which is not *never*.
 */
export function accessTokenLifetime(
  expiresIn: unknown,
  accessToken: Secret,
  defaultExpiresIn: number | undefined,
): number | undefined {
  return seconds(expiresIn) ?? seconds(defaultExpiresIn) ?? jwtLifetime(reveal(accessToken));
}

function seconds(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0) return undefined;
  return Math.min(Math.floor(number), longest);
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
