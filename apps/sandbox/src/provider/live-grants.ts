import { emailOfAccount } from './accounts.js';
import type { RecordStore } from './record-store.js';

/** A grant that still gives somebody access. It never holds a token's value. */
export interface LiveGrant {
  readonly grantId: string;
  readonly clientId: string;
  readonly account: { readonly id: string; readonly email?: string };
  readonly scopes: readonly string[];
  /** When consent was given, ISO 8601. */
  readonly since: string;
  readonly liveAccessTokens: number;
  /** Refresh tokens that were neither used nor revoked. */
  readonly liveRefreshTokens: number;
}

/** What `oidc-provider` keeps in a grant's payload and leaves untyped. */
interface ConsentedScopes {
  readonly openid?: { readonly scope?: string };
  readonly rejected?: { readonly openid?: { readonly scope?: string } };
}

const scopesIn = (part: ConsentedScopes['openid']): readonly string[] => part?.scope?.split(' ').filter(Boolean) ?? [];

function liveTokens(store: RecordStore, kind: 'AccessToken' | 'RefreshToken', grantId: string): number {
  return store.entries(`${kind}:`).filter(([, token]) => token.grantId === grantId && !token.consumed).length;
}

/** The grants with at least one live token, oldest first. A consent whose code was never redeemed is not among them. */
export function listLiveGrants(store: RecordStore): readonly LiveGrant[] {
  return store
    .entries('Grant:')
    .map(([grantId, grant]): LiveGrant => {
      const accountId = String(grant.accountId);
      const email = emailOfAccount(store, accountId);
      const { openid, rejected } = grant as ConsentedScopes;
      const refused = scopesIn(rejected?.openid);
      return {
        grantId,
        clientId: String(grant.clientId),
        account: email === undefined ? { id: accountId } : { id: accountId, email },
        scopes: scopesIn(openid).filter((scope) => !refused.includes(scope)),
        since: new Date((grant.iat ?? 0) * 1000).toISOString(),
        liveAccessTokens: liveTokens(store, 'AccessToken', grantId),
        liveRefreshTokens: liveTokens(store, 'RefreshToken', grantId),
      };
    })
    .filter((grant) => grant.liveAccessTokens + grant.liveRefreshTokens > 0)
    .sort((a, b) => a.since.localeCompare(b.since));
}
