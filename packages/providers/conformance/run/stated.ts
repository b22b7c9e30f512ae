import type { Definition } from '@latchkey/oauth';
import type { Facts } from '../facts/facts-schema.js';

/** Where a definition says something else than the facts of what no request shows: lifetimes and the like. */
export function statedProblems(definition: Definition, facts: Facts): readonly string[] {
  const { lifetimes, refresh, token, exchange } = definition;
  const seconds = (days: number | undefined) => (days === undefined ? undefined : days * 86_400);
  const stated: readonly (readonly [field: string, ours: number | undefined, theirs: number | undefined])[] = [
    ['lifetimes.refreshToken', lifetimes?.refreshToken, facts.refresh_token_lifetime],
    ['lifetimes.idle', lifetimes?.idle, seconds(facts.idle_expiry_days)],
    ['lifetimes.absolute', lifetimes?.absolute, seconds(facts.absolute_expiry_days)],
    ['refresh.reuseGrace', refresh?.reuseGrace, facts.reuse_grace_seconds],
    ['token.defaultExpiresIn', exchange?.defaultExpiresIn ?? token.defaultExpiresIn, facts.access_token_lifetime],
  ];
  const kept = (revokes: boolean | undefined) => (revokes ? 'ends the access token before it' : 'leaves it');
  const [ours, theirs] = [kept(refresh?.revokesAccessToken), kept(facts.refresh_revokes_access_token)];
  const revoking = ours === theirs ? [] : [`refresh ${ours}, but the facts say that it ${theirs}`];
  const numbers = stated.flatMap(([field, ours, theirs]) => {
    if (ours === undefined || ours === theirs) return [];
    return [`${field} is ${ours}, but the facts say ${theirs ?? 'nothing of it'}`];
  });
  return [...numbers, ...revoking];
}
