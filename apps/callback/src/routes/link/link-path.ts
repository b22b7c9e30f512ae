/** Where the second question of a confirmed link stands; the id as it is on the wire. */
export function linkPath(authorizationSessionId: string): string {
  return `/link/${authorizationSessionId}`;
}
