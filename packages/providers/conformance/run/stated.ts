import type { Definition } from '@latchkey/oauth';
import type { Facts } from '../facts/facts-schema.js';

/** Where a definition says something else than the facts of what no request shows: lifetimes and the like. */
export function statedProblems(definition: Definition, facts: Facts): readonly string[] {
  const { lifetimes, refresh, token, exchange } = definition;
  const idle = facts.idle_expiry_days === undefined ? undefined : facts.idle_expiry_days * 86_400;
  const stated: readonly (readonly [field: string, ours: number | undefined, theirs: number | undefined])[] = [
    ['lifetimes.refreshToken', lifetimes?.refreshToken, facts.refresh_token_lifetime],
    ['lifetimes.idle', lifetimes?.idle, idle],
    ['refresh.reuseGrace', refresh?.reuseGrace, facts.reuse_grace_seconds],
    ['token.defaultExpiresIn', exchange?.defaultExpiresIn ?? token.defaultExpiresIn, facts.access_token_lifetime],
  ];
  return stated.flatMap(([field, ours, theirs]) => {
    if (ours === undefined || ours === theirs) return [];
    return [`${field} is ${ours}, but the facts say ${theirs ?? 'nothing of it'}`];
  });
}
