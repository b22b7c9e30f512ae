const day = 86_400;

/** Without a refresh token nothing but the access token's own life counts: its end is told when so much of it is over. */
export const expiringShare = 0.85;

/**
 * How long before the end of a grant it is told that somebody has to consent anew, in seconds: 15 % of its whole life,
 * but for the longest at most 30 days, and at least 7 days, or a quarter of a life that is too short for that.
 */
export function expiringLead(lifeSeconds: number): number {
  const share = Math.max(lifeSeconds * (1 - expiringShare), Math.min(7 * day, lifeSeconds / 4));
  return Math.round(Math.min(share, 30 * day));
}
