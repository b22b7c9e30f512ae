import type { Claim } from '../connection/grant.js';
import type { GrantEnds } from '../connection/stored-grant.js';
import { reveal, secret } from '../secret.js';
import { otherToRefresh } from '../token/other-tokens.js';
import type { TokenAnswer } from '../token/token-response.js';
import type { OtherToken, TokenSet } from '../token/token-set.js';
import { grantEnds, unchangedEnds } from './grant-ends.js';

/** Which token set of a grant one refresh request is for. */
export interface RefreshTarget {
  /** Absent: the main one. */
  readonly name?: string;
  /** As the request's templates see it. */
  readonly tokens: TokenSet;
}

/** The token set whose turn it is: where a grant holds several, each request refreshes the one that ends first. */
export function refreshTarget(held: TokenSet, mainSeconds: number | undefined, epochMs: number): RefreshTarget {
  const name = otherToRefresh(held, mainSeconds, epochMs);
  const other = name === undefined ? undefined : held.others?.[name];
  if (name === undefined || !other) return { tokens: held };
  const { accessToken, refreshToken } = other;
  return {
    name,
    tokens: {
      accessToken,
      ...(refreshToken ? { refreshToken } : {}),
      tokenType: held.tokenType,
      members: secret('{}'),
    },
  };
}

/** What is to be stored after a refresh: always the whole grant's tokens. */
export interface RefreshedTokens {
  readonly tokens: TokenSet;
  /** Of the main access token. */
  readonly expiresInSeconds: number | undefined;
  /** Absent where nothing was said of the main token's scopes. */
  readonly scopes?: readonly string[];
  /** Of the grant. */
  readonly ends: GrantEnds;
}

/** Puts the answer into the place of what was refreshed. */
export function refreshedTokens(
  claim: Pick<Claim, 'accessTokenSeconds' | 'clocks' | 'terms'>,
  held: TokenSet,
  { name, tokens: asked }: RefreshTarget,
  answer: TokenAnswer & { readonly kind: 'tokens' },
): RefreshedTokens {
  // RFC 6749 section 6: a server that sends no new refresh token means the old one to be kept.
  const refreshToken = answer.tokens.refreshToken ?? asked.refreshToken;
  const { expiresInSeconds, scopes } = answer;
  const { clocks, terms } = claim;
  if (name === undefined) {
    const others = { ...held.others, ...answer.tokens.others };
    return {
      tokens: {
        ...answer.tokens,
        ...(refreshToken ? { refreshToken } : {}),
        ...(Object.keys(others).length === 0 ? {} : { others }),
      },
      expiresInSeconds,
      ...(scopes ? { scopes } : {}),
      ends: grantEnds(terms.server, answer.ends, { clocks, refreshToken: isKept(terms, asked, answer.tokens) }),
    };
  }
  const renewed: OtherToken = {
    accessToken: answer.tokens.accessToken,
    ...(refreshToken ? { refreshToken } : {}),
    ...(expiresInSeconds === undefined ? {} : { expiresAtMs: answer.receivedAtMs + expiresInSeconds * 1000 }),
  };
  // The main token goes on as it was, and so does the grant.
  const left = claim.accessTokenSeconds;
  return {
    tokens: { ...held, others: { ...held.others, [name]: renewed } },
    expiresInSeconds: left === undefined ? undefined : Math.max(Math.floor(left), 0),
    ends: unchangedEnds(clocks),
  };
}

/** Where the access token itself is exchanged, each answer brings a new one. */
function isKept({ server }: Claim['terms'], asked: TokenSet, answered: TokenSet): 'new' | 'kept' {
  if (server.refresh.by === 'access_token') return 'new';
  const { refreshToken } = answered;
  return refreshToken === undefined || (asked.refreshToken && reveal(refreshToken) === reveal(asked.refreshToken))
    ? 'kept'
    : 'new';
}
