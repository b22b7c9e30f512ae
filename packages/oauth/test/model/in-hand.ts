import type { Claim } from '../../src/connection/grant.js';
import type { Family, MemoryAuthorizationServer, MemoryDatabase } from '../../testing/index.js';
import { refreshTokenOf } from './judge.js';
import type { SimulatedProcess } from './process.js';

/** Consents whose refresh a process asked for, or has the answer of in hand: stopping it may lose that. */
export interface InHand {
  /** The process's ports, watched. */
  portsOf(one: SimulatedProcess): SimulatedProcess['ports'];
  families(one: SimulatedProcess): readonly Family[];
}

export function watchHands(
  server: MemoryAuthorizationServer,
  database: MemoryDatabase,
  familyOfGrant: (grantId: string) => Family | undefined,
): InHand {
  const hands = new Map<SimulatedProcess, Set<Family>>();
  return {
    families: (one) => [...(hands.get(one) ?? [])],
    portsOf(one) {
      const families = hands.get(one) ?? new Set();
      hands.set(one, families);
      const done = ({ grantId }: Pick<Claim, 'grantId'>) => void families.delete(familyOfGrant(grantId) as Family);
      const { transport, grants, spool } = one.ports;
      return {
        ...one.ports,
        transport: {
          send(request, limits) {
            const family = server.familyOf(refreshTokenOf({ request }) ?? '');
            if (family) families.add(family);
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
            for (const row of database.grants.values())
              if (row.attempt?.id === name.attemptId) done({ grantId: row.id });
          },
        },
      };
    },
  };
}
