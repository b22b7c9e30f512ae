import type { Claim } from '../../src/connection/grant.js';
import type { Family, MemoryAuthorizationServer, MemoryDatabase } from '../../testing/index.js';
import type { SimulatedProcess } from './process.js';
import { refreshTokenOf } from './refresh-token.js';

/** What a process asked for with a refresh token, or has the answer of in hand: stopping it may lose that. */
export interface Held {
  readonly family: Family;
  readonly refreshToken: string;
}

/** What each process has in hand. */
export interface InHand {
  /** The process's ports, watched. */
  portsOf(one: SimulatedProcess): SimulatedProcess['ports'];
  held(one: SimulatedProcess): readonly Held[];
  forget(one: SimulatedProcess): void;
  /** The processes that asked with this refresh token and are not done with the answer. */
  holdersOf(refreshToken: string): readonly SimulatedProcess[];
}

export function watchHands(
  server: MemoryAuthorizationServer,
  database: MemoryDatabase,
  familyOfGrant: (grantId: string) => Family | undefined,
): InHand {
  const hands = new Map<SimulatedProcess, Map<Family, string>>();
  const watched = new Map<SimulatedProcess, SimulatedProcess['ports']>();

  function watch(one: SimulatedProcess): SimulatedProcess['ports'] {
    const families = new Map<Family, string>();
    hands.set(one, families);
    const done = ({ grantId }: Pick<Claim, 'grantId'>) => void families.delete(familyOfGrant(grantId) as Family);
    const { transport, grants, spool } = one.ports;
    return {
      ...one.ports,
      transport: {
        send(request, limits) {
          const token = refreshTokenOf({ request }) ?? '';
          const family = server.familyOf(token);
          if (family) families.set(family, token);
          return transport.send(request, limits);
        },
      },
      grants: {
        ...grants,
        async store(claim, tokens, recovered) {
          const stored = await grants.store(claim, tokens, recovered);
          if (stored === 'stored') done(claim);
          return stored;
        },
        async storedBy(claim) {
          const last = await grants.storedBy(claim);
          if (last?.attemptId === claim.attemptId) done(claim);
          return last;
        },
        async keepAlternate(fence, tokens, lifeMs) {
          await grants.keepAlternate(fence, tokens, lifeMs);
          done(fence);
        },
        async settle(claim, settlement) {
          const settled = await grants.settle(claim, settlement);
          done(claim);
          return settled;
        },
      },
      spool: {
        ...spool,
        async save(name, answer) {
          await spool.save(name, answer);
          for (const row of database.grants.values()) if (row.attempt?.id === name.attemptId) done({ grantId: row.id });
        },
      },
    };
  }

  return {
    held: (one) => [...(hands.get(one) ?? [])].map(([family, refreshToken]) => ({ family, refreshToken })),
    forget: (one) => void hands.delete(one),
    holdersOf: (refreshToken) =>
      [...hands].flatMap(([one, families]) => ([...families.values()].includes(refreshToken) ? [one] : [])),
    portsOf(one) {
      const ports = watched.get(one) ?? watch(one);
      watched.set(one, ports);
      return ports;
    },
  };
}
