import { needsReauthorization } from '../../src/connection/status.js';
import type { ConnectionRow, Family, GrantRow, MemoryWorld, Sent } from '../../testing/index.js';

/** Watches a world for broken promises (RELIABILITY). Each throws when one is broken. */
export interface Judge {
  /** Must be told which consent a grant came from. */
  connected(grant: GrantRow, family: Family): void;
  familyOfGrant(grantId: string): Family | undefined;
  /** An answer to this consent's refresh was, or may be, lost on its way to the store. */
  excuse(family: Family | undefined): void;
  afterStep(): void;
  /** When everything has had time to recover. */
  atRest(connections: readonly ConnectionRow[]): Promise<void>;
}

/** A judge that knows the provider's ledger, and whether each generation has a refresh token of its own. */
export function judgeOf(
  world: MemoryWorld,
  rotation: 'every_time' | 'never',
  tokensOf: (grantId: string) => Promise<{ readonly refresh: string | undefined }>,
): Judge {
  const families = new Map<string, Family>();
  const excused = new Set<Family>();
  const generations = new Map<string, number>();
  let checked = 0;

  /** Never two token requests at once for one generation, which only rotation shows by its refresh token. */
  function noOverlap(sent: readonly Sent[]): void {
    const open = new Map<string, Sent>();
    for (const entry of sent.slice(checked)) {
      const token = refreshTokenOf(entry);
      if (token === undefined) continue;
      const before = open.get(token);
      const endedAt = before ? (before.endedAt ?? Number.POSITIVE_INFINITY) : 0;
      if (before && entry.startedAt < endedAt)
        throw new Error(`two requests at once with ${token}, at ${before.startedAt} and ${entry.startedAt} ms`);
      open.set(token, entry);
    }
    // Whatever is older than any request can last need not be looked at again.
    while (checked < sent.length && (sent[checked]?.startedAt ?? 0) < world.clock.monotonic() - 200_000) checked++;
  }

  return {
    connected: (grant, family) => void families.set(grant.id, family),
    familyOfGrant: (grantId) => families.get(grantId),
    excuse(family) {
      if (family) excused.add(family);
    },
    afterStep() {
      if (rotation === 'every_time') noOverlap(world.transport.sent);
      for (const grant of world.database.grants.values()) {
        const before = generations.get(grant.id) ?? 0;
        if (grant.generation < before) throw new Error(`generation ${before} went back to ${grant.generation}`);
        generations.set(grant.id, grant.generation);
      }
      for (const { status, reason, grantId } of world.database.connections.values()) {
        if ((status === 'error') !== (reason !== undefined)) throw new Error(`status ${status}, reason ${reason}`);
        if ((status === 'active' || status === 'error') !== (grantId !== undefined))
          throw new Error(`status ${status} ${grantId ? 'with' : 'without'} a grant`);
      }
    },
    async atRest(connections) {
      for (const connection of connections) {
        const { status, reason, grantId } = connection;
        if (status === 'pending') continue;
        const family = families.get(grantId ?? '');
        if (!family || grantId === undefined) throw new Error(`at rest with status ${status}`);
        if (status === 'active') {
          if (family.state !== 'alive') throw new Error(`active on a grant that is ${family.state}`);
          const { refresh } = await tokensOf(grantId);
          if (refresh !== family.current) throw new Error(`active with ${refresh}, but ${family.current} is good`);
          continue;
        }
        if (!excused.has(family)) throw new Error(`lost without cause: ${family.name}, ${reason}, ${family.state}`);
        if (reason !== 'crashed' && (!reason || !needsReauthorization(reason)))
          throw new Error(`${reason} did not recover`);
      }
      for (const grant of world.database.grants.values()) {
        if (connections.some(({ grantId }) => grantId === grant.id)) continue;
        if (grant.state !== 'ended' || grant.tokenSet) throw new Error(`a grant let go of is still ${grant.state}`);
        if (families.get(grant.id)?.state === 'alive') throw new Error('a grant let go of is alive at the provider');
      }
    },
  };
}

/** The refresh token that a request presents, if it is a refresh. */
export function refreshTokenOf({ request }: Pick<Sent, 'request'>): string | undefined {
  return new URLSearchParams(request.body ?? '').get('refresh_token') ?? undefined;
}
