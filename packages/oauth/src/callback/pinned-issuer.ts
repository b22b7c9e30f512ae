/** What one success said of the issuer. A browser carried it: its code proves nothing of it. */
export interface BroughtIssuer {
  /** Absent: it came without `iss`. */
  readonly issuer?: string;
  /** Who brought it: the connection's customer, or the connection itself where it has none. */
  readonly by: string;
  readonly connectionId: string;
}

/**
 * The issuer that is pinned where none is configured. It is firm when two different customers brought the same one (to
 * come without any is one too), so that no single one can forge it for the others.
 */
export interface PinnedIssuer {
  readonly state: 'provisional' | 'firm';
  readonly latest: BroughtIssuer;
  /** The latest of somebody else: whoever comes back again and again replaces their own only. */
  readonly earlier?: BroughtIssuer;
}

/** The pin after one more success, which a store works out in one statement. A firm one stays until it is reset. */
export function pinAfter(pin: PinnedIssuer | undefined, brought: BroughtIssuer): PinnedIssuer {
  if (!pin) return { state: 'provisional', latest: brought };
  if (pin.state === 'firm') return pin;
  const others = broughtTo(pin).filter(({ by }) => by !== brought.by);
  const state = others.some(({ issuer }) => issuer === brought.issuer) ? 'firm' : 'provisional';
  const [earlier] = others;
  return { state, latest: brought, ...(earlier ? { earlier } : {}) };
}

/**
 * The only `iss` that a connection's responses may bring, or `undefined`: any, or none. A provisional pin holds for the
 * connections that it came from.
 */
export function expectedIssuer(pin: PinnedIssuer | undefined, connectionId: string): string | undefined {
  if (!pin) return undefined;
  if (pin.state === 'firm') return pin.latest.issuer;
  return broughtTo(pin).find((one) => one.connectionId === connectionId)?.issuer;
}

function broughtTo({ latest, earlier }: PinnedIssuer): readonly BroughtIssuer[] {
  return earlier ? [latest, earlier] : [latest];
}
