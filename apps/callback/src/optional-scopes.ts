import type { Definition } from '@latchkey/oauth';

/** Of a config's scopes those that a person may leave out: the definition calls them optional. */
export function optionalScopes(
  configScopes: readonly string[],
  offered: NonNullable<Definition['scopes']>,
): readonly string[] {
  return configScopes.filter((scope) => offered.some((one) => one.scope === scope && one.need === 'optional'));
}
