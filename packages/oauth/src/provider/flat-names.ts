import type { FieldProblem } from './schema/check-schema.js';

export type Nested =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] };

/** Prismatic's flat names, where each belongs, and how its value is written there; what cannot be read stays as it is. */
const flatNames: Readonly<
  Record<
    string,
    { readonly path: readonly [string] | readonly [string, string]; readonly read: (given: unknown) => unknown }
  >
> = {
  authorizeUrl: { path: ['authorize', 'url'], read: trimmed },
  tokenUrl: { path: ['token', 'url'], read: trimmed },
  refreshUrl: { path: ['refresh', 'url'], read: trimmed },
  revokeUrl: { path: ['revoke', 'url'], read: trimmed },
  // Refresh and revocation take them over from there.
  headers: { path: ['token', 'headers'], read: (given) => given },
  overrideGrantType: { path: ['token', 'grantType'], read: trimmed },
  allowedTokenParams: { path: ['token', 'forward'], read: listed },
  oauth2PkceMethod: { path: ['authorize', 'pkce'], read: trimmed },
  oauth2Type: { path: ['grantType'], read: trimmed },
};

/** Names that belong to the connection config and not to its definition. */
const configNames: Readonly<Record<string, string>> = {
  clientId: 'environments.<name>.clientId',
  clientSecret: 'environments.<name>.clientSecret',
};

/**
 * Moves flat names, as Prismatic writes them, to where they belong; texts are pasted, so their ends are trimmed. Flat
 * `scopes` (a text, or a list of texts) are the ones that are always asked for.
 */
export function nestFlatNames(json: unknown): Nested {
  if (!isObject(json)) return { kind: 'value', value: json };
  // Never by assignment: that of `__proto__` would make inherited members, which no check sees.
  const value: Record<string, unknown> = Object.fromEntries(
    Object.entries(json)
      .filter(([name]) => !Object.hasOwn(flatNames, name) && !Object.hasOwn(configNames, name))
      .map(([name, item]) => [name, name === 'scopes' ? scopeList(item) : withTrimmedUrl(item)]),
  );
  for (const [name, home] of Object.entries(configNames))
    if (Object.hasOwn(json, name))
      return invalid(name, `belongs to the connection config: give it as ${home}, not in the definition`);
  for (const [name, { path, read }] of Object.entries(flatNames)) {
    if (!Object.hasOwn(json, name)) continue;
    const [group, member] = path;
    const inner = value[group];
    const taken = member === undefined ? inner !== undefined : isObject(inner) && Object.hasOwn(inner, member);
    if (taken) return invalid(name, `is given twice: also as ${path.join('.')}`);
    if (member === undefined) value[group] = read(json[name]);
    else if (inner === undefined || isObject(inner)) value[group] = { ...inner, [member]: read(json[name]) };
  }
  return { kind: 'value', value };
}

function invalid(field: string, message: string): Nested {
  return { kind: 'invalid', problems: [{ field, messages: [message] }] };
}

function trimmed(given: unknown): unknown {
  return typeof given === 'string' ? given.trim() : given;
}

/** Names separated by commas or spaces, or a list of them. */
function listed(given: unknown): unknown {
  return typeof given === 'string' ? given.split(/[\s,]+/).filter((name) => name !== '') : given;
}

function scopeList(given: unknown): unknown {
  const scopes = typeof given === 'string' ? given.split(/\s+/).filter((scope) => scope !== '') : given;
  if (!Array.isArray(scopes)) return scopes;
  return scopes.map((scope: unknown) => (typeof scope === 'string' ? { scope, need: 'required' } : scope));
}

function withTrimmedUrl(item: unknown): unknown {
  if (!isObject(item) || typeof item.url !== 'string') return item;
  return { ...item, url: item.url.trim() };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
