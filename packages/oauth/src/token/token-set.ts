import { reveal, type Secret, secret } from '../secret.js';

/** Tokens as an authorization server issued them (RFC 6749 section 5.1). */
export interface TokenSet {
  readonly accessToken: Secret;
  readonly refreshToken?: Secret;
  /** `Bearer` where the server said nothing or wrote it in another case (RFC 6750 section 2.1). */
  readonly tokenType: string;
  /** Every member of the token response as the server sent it, but the refresh token; JSON. */
  readonly members: Secret;
  /** Further token sets of the same grant, by their names in the definition. */
  readonly others?: Readonly<Record<string, OtherToken>>;
}

/** A token beside the main one, refreshed by its own refresh token. */
export interface OtherToken {
  readonly accessToken: Secret;
  readonly refreshToken?: Secret;
  /** By the wall clock of whoever received it; absent when unknown. */
  readonly expiresAtMs?: number;
}

/** The text that the vault seals. */
export function serializeTokenSet(tokens: TokenSet): Secret {
  return secret(
    JSON.stringify({
      access_token: reveal(tokens.accessToken),
      ...(tokens.refreshToken ? { refresh_token: reveal(tokens.refreshToken) } : {}),
      token_type: tokens.tokenType,
      members: reveal(tokens.members),
      ...(tokens.others ? { others: writtenOthers(tokens.others) } : {}),
    }),
  );
}

/** Reads what serializeTokenSet wrote; throws a TypeError on anything else. */
export function parseTokenSet(serialized: Secret): TokenSet {
  const read = JSON.parse(reveal(serialized)) as Record<string, unknown>;
  const { access_token, refresh_token, token_type, members } = read;
  if (typeof access_token !== 'string' || typeof token_type !== 'string' || typeof members !== 'string')
    throw new TypeError('the sealed value is not a token set');
  return {
    accessToken: secret(access_token),
    ...(typeof refresh_token === 'string' ? { refreshToken: secret(refresh_token) } : {}),
    tokenType: token_type,
    members: secret(members),
    ...(read.others === undefined ? {} : { others: readOthers(read.others as Readonly<Record<string, WrittenOther>>) }),
  };
}

interface WrittenOther {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly expires_at_ms?: number;
}

function writtenOthers(others: NonNullable<TokenSet['others']>): Readonly<Record<string, WrittenOther>> {
  return Object.fromEntries(
    Object.entries(others).map(([name, { accessToken, refreshToken, expiresAtMs }]) => [
      name,
      {
        access_token: reveal(accessToken),
        ...(refreshToken ? { refresh_token: reveal(refreshToken) } : {}),
        ...(expiresAtMs === undefined ? {} : { expires_at_ms: expiresAtMs }),
      },
    ]),
  );
}

function readOthers(written: Readonly<Record<string, WrittenOther>>): NonNullable<TokenSet['others']> {
  return Object.fromEntries(
    Object.entries(written).map(([name, { access_token, refresh_token, expires_at_ms }]) => [
      name,
      {
        accessToken: secret(access_token),
        ...(refresh_token === undefined ? {} : { refreshToken: secret(refresh_token) }),
        ...(expires_at_ms === undefined ? {} : { expiresAtMs: expires_at_ms }),
      },
    ]),
  );
}

/** Compared without case, `_` and `-`: some answers say `refreshToken`. */
const denied = new Set(['refreshtoken', 'clientsecret', 'idtoken', 'password', 'privatekey', 'codeverifier']);

/**
 * The members of a token response that a vendor may read: all but those whose name, at any depth, is on the deny-list
 * (unless it is a top-level name that the definition exposes; a refresh token is never exposed).
 */
export function exposedMembers(members: Secret, expose: readonly string[]): Readonly<Record<string, unknown>> {
  const filter = (value: unknown, depth: number): unknown => {
    if (Array.isArray(value)) return value.map((item) => filter(item, depth + 1));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => {
          const folded = name.toLowerCase().replace(/[_-]/g, '');
          return !denied.has(folded) || (depth === 0 && folded !== 'refreshtoken' && expose.includes(name));
        })
        .map(([name, item]) => [name, filter(item, depth + 1)]),
    );
  };
  return filter(JSON.parse(reveal(members)), 0) as Readonly<Record<string, unknown>>;
}
