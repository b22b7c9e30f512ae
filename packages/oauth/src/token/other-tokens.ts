import type { Definition } from '../provider/definition.js';
import { secret } from '../secret.js';
import { accessTokenAt, textAt, valueAt } from './answer-path.js';
import { toldSeconds } from './expiry.js';
import type { OtherToken, TokenSet } from './token-set.js';

type OtherTokenDefinition = NonNullable<Definition['otherTokens']>[number];

/** The further token sets of an answer that holds several; one that is the main one again is no other. */
export function readOtherTokens(
  definitions: readonly OtherTokenDefinition[],
  body: Readonly<Record<string, unknown>>,
  mainAccessToken: string,
  epochMs: number,
): Readonly<Record<string, OtherToken>> {
  return Object.fromEntries(
    definitions.flatMap(({ name, accessToken, refreshToken, expiry }) => {
      const access = accessTokenAt(body, [accessToken]);
      if (access === undefined || access === mainAccessToken) return [];
      const refresh = refreshToken === undefined ? undefined : textAt(body, [refreshToken]);
      const left = expiry && toldSeconds(valueAt(body, expiry.path), expiry.kind, epochMs);
      const other: OtherToken = {
        accessToken: secret(access),
        ...(refresh === undefined ? {} : { refreshToken: secret(refresh) }),
        ...(left === undefined ? {} : { expiresAtMs: epochMs + left * 1000 }),
      };
      return [[name, other] as const];
    }),
  );
}

/** With less than this left of the main token, a reader may be waiting for it: it goes first. */
const mainFirstSeconds = 300;

/**
 * Which token set of a grant to refresh: each request refreshes one, the one that ends first. `undefined` is the main
 * one. The wall clock is good enough here: it decides the order only.
 */
export function otherToRefresh(tokens: TokenSet, mainSeconds: number | undefined, epochMs: number): string | undefined {
  if (mainSeconds !== undefined && mainSeconds < mainFirstSeconds) return undefined;
  let first: { readonly name: string | undefined; readonly seconds: number } = {
    name: undefined,
    seconds: mainSeconds ?? Number.POSITIVE_INFINITY,
  };
  for (const [name, other] of Object.entries(tokens.others ?? {})) {
    const seconds = otherSeconds(other, epochMs);
    if (other.refreshToken && seconds !== undefined && seconds < first.seconds) first = { name, seconds };
  }
  return first.name;
}

/** Seconds that another token is still good for; `undefined` when unknown. */
export function otherSeconds(other: OtherToken, epochMs: number): number | undefined {
  return other.expiresAtMs === undefined ? undefined : Math.max((other.expiresAtMs - epochMs) / 1000, 0);
}
