import type { Grants, LiveGrant } from './grants.js';
import type { ClientAuthMethod } from './options.js';

/** The server's doors; `consent` is the POST of the consent page's form. */
export type Endpoint = 'authorize' | 'consent' | 'device' | 'token' | 'revoke' | 'introspect' | 'api';

/**
 * What the server did, whether or not the client was told. `dropped`: nothing, the socket was destroyed first;
 * `scripted:<fault>`: nothing, a scripted answer was sent; `asked`: the consent page was shown; `already_gone`: a
 * revocation of a token that was not live; `pending`: held, or not decided yet.
 */
export type Outcome =
  | 'pending'
  | 'issued'
  | 'consented'
  | 'asked'
  | 'revoked'
  | 'already_gone'
  | 'served'
  | 'dropped'
  | `scripted:${string}`
  | `refused:${string}`;

/** What became of the answer. `client_gone`: the client closed the connection before it was sent. */
export type Delivery = 'pending' | 'answered' | 'truncated' | 'dropped' | 'client_gone';

/** One request, in the order in which their bodies were read. Holds no secret. */
export interface LedgerEntry {
  /** 1 for the first. */
  readonly sequence: number;
  readonly endpoint: Endpoint;
  readonly method: string;
  /** Milliseconds by the server's clock when the whole request had been read. */
  readonly at: number;
  /** Milliseconds when it was answered or dropped, or the client left. */
  readonly endedAt?: number;
  readonly grantType?: string;
  /** As the request claimed it. */
  readonly clientId?: string;
  /** The id of the known refresh token that was presented. */
  readonly refreshTokenId?: string;
  /** The family of the presented token or code, or of what was issued. */
  readonly family?: string;
  /** Set when the client's secret was checked and good. */
  readonly authenticatedBy?: ClientAuthMethod;
  readonly outcome: Outcome;
  readonly delivery: Delivery;
  /** HTTP status, once sent. */
  readonly status?: number;
  /** Query or body parameters, secrets replaced by `[secret]`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Headers without credentials and without those of the connection. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A ledger entry while its request is under way. */
export type OpenEntry = { -readonly [K in keyof LedgerEntry]: LedgerEntry[K] };

/** Everything that was asked of the server, and questions about it: the judge of a fault test. */
export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  /** Token requests in order, all or of one grant type. */
  tokenRequests(grantType?: string): readonly LedgerEntry[];
  /** The refreshes of a family that took effect, answered or not. */
  spends(family: string): readonly LedgerEntry[];
  liveGrants(): readonly LiveGrant[];
  /** Whether the server would take this access or refresh token now. */
  isLive(token: string): boolean;
  /** The family of an access token, refresh token or exchanged code. */
  familyOf(token: string): string | undefined;
  /** How often a spent refresh token was presented beyond the grace. */
  readonly reuseDetected: number;
  /** The most refresh requests of one family that were open at the same time. */
  readonly maxConcurrentTokenRequestsPerFamily: number;
}

/** The ledger, and the pen. */
export interface LedgerBook extends Ledger {
  open(entry: Omit<LedgerEntry, 'sequence' | 'outcome' | 'delivery'>): OpenEntry;
  /** Ends an entry once; later calls change nothing. */
  end(entry: OpenEntry, delivery: Exclude<Delivery, 'pending'>, at: number): void;
  spent(entry: OpenEntry, family: string): void;
  reuse(): void;
}

/** Makes an empty ledger over the tables of grants. */
export function createLedger(grants: Grants): LedgerBook {
  const entries: OpenEntry[] = [];
  const spends = new Map<string, OpenEntry[]>();
  const openByFamily = new Map<string, number>();
  let reuseDetected = 0;
  let mostOpen = 0;

  /** Only refreshes count: a code exchange has no family before it has been answered. */
  function refreshedFamily(entry: OpenEntry): string | undefined {
    return entry.endpoint === 'token' && entry.refreshTokenId !== undefined ? entry.family : undefined;
  }

  return {
    entries,
    tokenRequests: (grantType) =>
      entries.filter((e) => e.endpoint === 'token' && (grantType === undefined || e.grantType === grantType)),
    spends: (family) => spends.get(family) ?? [],
    liveGrants: () => grants.live(),
    isLive(token) {
      const access = grants.accessToken(token);
      if (access) return grants.isAccessTokenLive(access);
      const refresh = grants.refreshToken(token);
      if (!refresh) return false;
      const standing = grants.standing(refresh);
      return standing === 'current' || standing === 'in_grace';
    },
    familyOf: (token) => (grants.refreshToken(token) ?? grants.accessToken(token) ?? grants.code(token))?.grant?.family,
    get reuseDetected() {
      return reuseDetected;
    },
    get maxConcurrentTokenRequestsPerFamily() {
      return mostOpen;
    },

    open(fields) {
      const entry: OpenEntry = { ...fields, sequence: entries.length + 1, outcome: 'pending', delivery: 'pending' };
      entries.push(entry);
      const family = refreshedFamily(entry);
      if (family !== undefined) {
        const count = (openByFamily.get(family) ?? 0) + 1;
        openByFamily.set(family, count);
        mostOpen = Math.max(mostOpen, count);
      }
      return entry;
    },
    end(entry, delivery, at) {
      if (entry.delivery !== 'pending') return;
      entry.delivery = delivery;
      entry.endedAt = at;
      const family = refreshedFamily(entry);
      if (family !== undefined) openByFamily.set(family, (openByFamily.get(family) ?? 1) - 1);
    },
    spent(entry, family) {
      const list = spends.get(family);
      if (list) list.push(entry);
      else spends.set(family, [entry]);
    },
    reuse() {
      reuseDetected += 1;
    },
  };
}
