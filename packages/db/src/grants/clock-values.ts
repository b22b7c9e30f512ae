import type { StoredTokens } from '@latchkey/oauth';

/** Far enough for every promise; a larger number from a provider would overflow the column and never be stored. */
const farthestSeconds = 100 * 365 * 86_400;

/** Times of a token set as parameters: absolute ones are computed in SQL from these intervals. Null: unknown. */
export interface ClockValues {
  /** Seconds from now until the access token ends. */
  readonly secondsLeft: number | null;
  /** Seconds that it was issued for. */
  readonly lifetimeSeconds: number | null;
  /** Seconds from now until it is due. */
  readonly dueSeconds: number | null;
}

/** Reads the intervals of a token set (RELIABILITY, "Times"): `expires_at = statement_timestamp() + validity − elapsed`. */
export function clockValues(tokens: Pick<StoredTokens, 'expiresInSeconds' | 'elapsedMs' | 'dueInMs'>): ClockValues {
  const { expiresInSeconds, elapsedMs, dueInMs } = tokens;
  const validity = expiresInSeconds === undefined ? null : clamped(expiresInSeconds);
  return {
    secondsLeft: validity === null ? null : validity - elapsedMs / 1000,
    lifetimeSeconds: validity === null ? null : Math.min(Math.floor(validity), 2 ** 31 - 1),
    dueSeconds: secondsOf(dueInMs),
  };
}

/** Milliseconds of the engine as seconds for SQL, bounded. */
export function secondsOf(ms: number | undefined): number | null {
  return ms === undefined ? null : clamped(ms / 1000);
}

function clamped(seconds: number): number {
  return Math.min(Math.max(seconds, 0), farthestSeconds);
}
