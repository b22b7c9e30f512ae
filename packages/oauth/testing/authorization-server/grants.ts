import { randomBytes } from 'node:crypto';
import type { Settings } from './options.js';

/** One consent and its refresh token family; dead once `killedBy` is set. */
export interface Grant {
  readonly family: string;
  readonly clientId: string;
  readonly account: string;
  readonly scope: string | undefined;
  /** When the consent ends, in milliseconds; may be never. */
  readonly endsAt: number;
  /** 1 after the code exchange, one more with every refresh. */
  generation: number;
  killedBy?: 'token_reuse' | 'code_reuse' | 'revocation' | 'provider';
  accessTokens: AccessToken[];
}

/** A refresh token; `spentAt` (milliseconds) is when rotation first replaced it. */
export interface RefreshToken {
  readonly id: string;
  readonly grant: Grant;
  spentAt?: number;
}

/** An access token; one from the client credentials grant has no grant. */
export interface AccessToken {
  readonly clientId: string;
  readonly scope: string | undefined;
  readonly expiresAt: number;
  readonly grant: Grant | undefined;
  state: 'issued' | 'revoked';
}

/** An authorization code and what its authorization request bound it to. */
export interface AuthorizationCode {
  readonly clientId: string;
  readonly account: string;
  readonly scope: string | undefined;
  /** As the authorization request gave it; undefined when it left it out. */
  readonly redirectUri: string | undefined;
  readonly challenge: { readonly value: string; readonly method: 'S256' | 'plain' } | undefined;
  readonly expiresAt: number;
  /** Set by the exchange. */
  grant?: Grant;
}

/** What one issue hands out. `expiresIn` is in seconds. */
export interface IssuedTokens {
  readonly family: string;
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly expiresIn: number;
  /** Seconds until the consent ends; absent when it does not. */
  readonly authorizationExpiresIn?: number;
  readonly scope: string | undefined;
}

/** A grant that has not been killed. */
export type LiveGrant = Readonly<Pick<Grant, 'family' | 'clientId' | 'account' | 'scope' | 'generation'>>;

/** How a presented refresh token stands: good, spent but within the grace, spent, or of a dead family. */
export type Standing = 'current' | 'in_grace' | 'reused' | 'dead';

/** The tables of everything issued. */
export type Grants = ReturnType<typeof createGrants>;

/** Makes the tables of codes, tokens and grants; every change is synchronous, so no request sees half of another's. */
export function createGrants(settings: Settings) {
  const codes = new Map<string, AuthorizationCode>();
  const refreshTokens = new Map<string, RefreshToken>();
  const accessTokens = new Map<string, AccessToken>();
  const grants = new Map<string, Grant>();
  const byAccount = new Map<string, Grant[]>();
  const secrets: string[] = [];

  function secret(prefix: 'atc_' | 'rtc_' | 'cdc_'): string {
    const value = prefix + randomBytes(24).toString('base64url');
    secrets.push(value);
    return value;
  }

  function accountKey(clientId: string, account: string): string {
    return JSON.stringify([clientId, account]);
  }

  function issueAccessToken(clientId: string, scope: string | undefined, grant: Grant | undefined): string {
    const expiresAt = settings.now() + settings.accessTokenSeconds * 1000;
    const token: AccessToken = { clientId, scope, expiresAt, grant, state: 'issued' };
    const value = secret('atc_');
    accessTokens.set(value, token);
    grant?.accessTokens.push(token);
    return value;
  }

  function lives({ endsAt }: Grant): Pick<IssuedTokens, 'expiresIn' | 'authorizationExpiresIn'> {
    const left = Math.floor((endsAt - settings.now()) / 1000);
    return {
      expiresIn: settings.accessTokenSeconds,
      ...(Number.isFinite(left) ? { authorizationExpiresIn: left } : {}),
    };
  }
  const isOver = ({ killedBy, endsAt }: Grant) => killedBy !== undefined || settings.now() >= endsAt;

  function issueRefreshToken(grant: Grant): string {
    const value = secret('rtc_');
    refreshTokens.set(value, { id: `rt-${refreshTokens.size + 1}`, grant });
    return value;
  }

  return {
    secrets: secrets as readonly string[],
    code: (value: string) => codes.get(value),
    refreshToken: (value: string) => refreshTokens.get(value),
    accessToken: (value: string) => accessTokens.get(value),
    grant: (family: string) => grants.get(family),

    issueCode(code: AuthorizationCode): string {
      const value = secret('cdc_');
      codes.set(value, code);
      return value;
    },

    /** A new grant with its first pair. */
    open(clientId: string, account: string, scope: string | undefined): IssuedTokens & { readonly grant: Grant } {
      const family = `family-${grants.size + 1}`;
      const endsAt = settings.now() + settings.authorizationSeconds * 1000;
      const grant: Grant = { family, clientId, account, scope, endsAt, generation: 1, accessTokens: [] };
      grants.set(family, grant);
      const key = accountKey(clientId, account);
      const siblings = byAccount.get(key);
      if (siblings) siblings.push(grant);
      else byAccount.set(key, [grant]);
      const accessToken = issueAccessToken(clientId, scope, grant);
      const refreshToken = issueRefreshToken(grant);
      return { grant, family, accessToken, refreshToken, ...lives(grant), scope };
    },

    /** An access token of the client's own (RFC 6749 §4.4). */
    openForClient(clientId: string, scope: string | undefined): Omit<IssuedTokens, 'family'> {
      const accessToken = issueAccessToken(clientId, scope, undefined);
      return { accessToken, refreshToken: undefined, expiresIn: settings.accessTokenSeconds, scope };
    },

    standing(token: RefreshToken): Standing {
      if (token.spentAt !== undefined) {
        if (settings.now() - token.spentAt >= settings.reuseGraceSeconds * 1000) return 'reused';
        return isOver(token.grant) ? 'dead' : 'in_grace';
      }
      return isOver(token.grant) ? 'dead' : 'current';
    },

    /** Spends a token whose standing is `current` or `in_grace`. A narrower scope holds for the new access token only. */
    refresh(token: RefreshToken, scope: string | undefined): IssuedTokens {
      const { grant } = token;
      if (settings.rotation === 'always') token.spentAt ??= settings.now();
      if (settings.refreshRevokesAccessToken) {
        for (const old of grant.accessTokens) old.state = 'revoked';
        grant.accessTokens = [];
      }
      grant.generation += 1;
      const accessToken = issueAccessToken(grant.clientId, scope, grant);
      const refreshToken = settings.rotation === 'always' ? issueRefreshToken(grant) : undefined;
      return { family: grant.family, accessToken, refreshToken, ...lives(grant), scope };
    },

    kill(grant: Grant, killedBy: NonNullable<Grant['killedBy']>): void {
      grant.killedBy ??= killedBy;
    },

    siblings: (grant: Grant): readonly Grant[] => byAccount.get(accountKey(grant.clientId, grant.account)) ?? [],

    isAccessTokenLive(token: AccessToken): boolean {
      return token.state === 'issued' && token.grant?.killedBy === undefined && settings.now() < token.expiresAt;
    },

    live(): LiveGrant[] {
      const found: LiveGrant[] = [];
      for (const { family, clientId, account, scope, generation, killedBy } of grants.values()) {
        if (killedBy === undefined) found.push({ family, clientId, account, scope, generation });
      }
      return found;
    },
  };
}
