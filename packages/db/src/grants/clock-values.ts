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

/** How a grant ends, likewise. */
export interface EndValues {
  readonly idleSeconds: number | null;
  readonly absoluteSeconds: number | null;
  /** The absolute end stays as it is stored. */
  readonly isAbsoluteKept: boolean;
  /** Its end is to be told. */
  readonly isNear: boolean;
}

/** Reads the ends of a grant as {@link clockValues} reads the validity of its tokens. */
export function endValues({ ends, elapsedMs }: Pick<StoredTokens, 'ends' | 'elapsedMs'>): EndValues {
  const { idleSeconds, absolute } = ends ?? {};
  const left = (seconds: number | undefined) => (seconds === undefined ? null : clamped(seconds) - elapsedMs / 1000);
  return {
    idleSeconds: left(idleSeconds),
    absoluteSeconds: left(absolute?.seconds),
    isAbsoluteKept: absolute?.stored === 'already',
    isNear: absolute?.tellInSeconds === 0,
  };
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
