import { valueAt, wordOf } from './answer-path.js';
import { toldSeconds } from './expiry.js';
import type { TokenReading } from './token-response.js';

/** What a token answer tells of the ends of its grant, in whole seconds from the moment at which it was given. */
export interface ToldEnds {
  /** Of the refresh token in the answer or, where there is none in it, of the one that it was asked with. */
  readonly refreshTokenSeconds?: number;
  /** Of the consent, which no refresh prolongs. */
  readonly authorizationSeconds?: number;
}

type Reading = Pick<TokenReading, 'response' | 'epochMs'>;
type Expiry = NonNullable<TokenReading['response']['expiry']>;

/**
 * Reads the ends of refresh token and consent, where the definition looks for them or by the names of
 * draft-ietf-oauth-refresh-token-expiration and of custom. An end that has come already is none that is told: servers
 * write 0 for *never*.
 */
export function toldEnds(body: Readonly<Record<string, unknown>>, reading: Reading): ToldEnds {
  const { refreshTokenExpiry, authorizationExpiry } = reading.response;
  const refreshToken = refreshTokenExpiry
    ? secondsAt(body, refreshTokenExpiry, reading)
    : (secondsAt(body, seconds('refresh_token_timeout'), reading) ??
      secondsAt(body, seconds('refresh_token_expires_in'), reading));
  const authorization = secondsAt(body, authorizationExpiry ?? seconds('authorization_expires_in'), reading);
  return {
    ...(refreshToken === undefined ? {} : { refreshTokenSeconds: refreshToken }),
    ...(authorization === undefined ? {} : { authorizationSeconds: authorization }),
  };
}

const seconds = (path: string): Expiry => ({ path, kind: 'seconds' });

function secondsAt(body: Readonly<Record<string, unknown>>, expiry: Expiry, { epochMs }: Reading): number | undefined {
  const value = valueAt(body, expiry.path);
  if (expiry.never?.includes(wordOf(value))) return undefined;
  return toldSeconds(value, expiry.kind, epochMs) || undefined;
}
