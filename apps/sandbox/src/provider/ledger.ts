/** One kind of request and how often it came. `endpoint` is the endpoint's name (`token`, `revocation`, `books_api`, …). */
export interface LedgerEntry {
  readonly endpoint: string;
  /** The `grant_type` of a token request. */
  readonly grantType?: string;
  /** `ok`, an OAuth error code (`invalid_grant`), `interaction` (a page was shown first), `http_<status>`, or the misbehaviour. */
  readonly outcome: string;
  readonly count: number;
}

/** What may be asked of the ledger: members that are given must match. */
export type LedgerQuery = Partial<Pick<LedgerEntry, 'endpoint' | 'grantType' | 'outcome'>>;

/** Counts requests. It holds no values that a client sent except its `grant_type`. */
export interface Ledger {
  record(request: Omit<LedgerEntry, 'count'>): void;
  entries(): readonly LedgerEntry[];
  count(query?: LedgerQuery): number;
  reset(): void;
}

/** An empty ledger, in memory. */
export function createLedger(): Ledger {
  const counts = new Map<string, LedgerEntry>();
  const entries = (): readonly LedgerEntry[] => [...counts.values()];
  return {
    record: (request) => {
      const key = JSON.stringify([request.endpoint, request.grantType, request.outcome]);
      counts.set(key, { ...request, count: (counts.get(key)?.count ?? 0) + 1 });
    },
    entries,
    count: (query = {}) =>
      entries()
        .filter(
          (entry) =>
            (query.endpoint === undefined || entry.endpoint === query.endpoint) &&
            (query.grantType === undefined || entry.grantType === query.grantType) &&
            (query.outcome === undefined || entry.outcome === query.outcome),
        )
        .reduce((sum, entry) => sum + entry.count, 0),
    reset: () => counts.clear(),
  };
}
