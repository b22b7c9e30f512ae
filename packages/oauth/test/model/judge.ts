import { needsReauthorization } from '../../src/connection/status.js';
import type { ConnectionRow, Family, GrantRow, MemoryWorld } from '../../testing/index.js';
import { judgeOfRequests } from './requests.js';

/** Watches a world for broken promises (RELIABILITY). Each throws when one is broken. */
export interface Judge {
  /** Must be told which consent a grant came from. */
  connected(grant: GrantRow, family: Family): void;
  familyOfGrant(grantId: string): Family | undefined;
  /** An answer to this consent's refresh was, or may be, lost on its way to the store; or the person withdrew it. */
  excuse(family: Family | undefined): void;
  afterStep(): void;
  /** When everything has had time to recover. */
  atRest(connections: readonly ConnectionRow[]): Promise<void>;
}

/** A judge that knows the provider's ledger, and whether each generation has a refresh token of its own. */
export function judgeOf(
  world: MemoryWorld,
  rotation: 'every_time' | 'never',
  knowledge: {
    readonly tokensOf: (grantId: string) => Promise<{ readonly refresh: string | undefined }>;
    readonly familyOf: (refreshToken: string) => Family | undefined;
    readonly mayBeLost: (refreshToken: string, at: number) => boolean;
  },
): Judge {
  const families = new Map<string, Family>();
  const grants = new Map<Family, GrantRow>();
  const excused = new Set<Family>();
  const seen = new Map<string, Pick<GrantRow, 'generation' | 'state'>>();
  /** Grants that have not ended. */
  const open = new Set<GrantRow>();
  /** The grant that each connection may hold: its latest, until it let go of it. */
  const held = new Map<string, string | undefined>();
  const grantOf = (refreshToken: string) => grants.get(knowledge.familyOf(refreshToken) as Family);
  const request = judgeOfRequests({ grantOf, mayBeLost: knowledge.mayBeLost });
  let judged = 0;

  function judgeGrant(grant: GrantRow): void {
    const before = seen.get(grant.id) ?? { generation: 0, state: 'live' };
    if (grant.generation < before.generation)
      throw new Error(`generation ${before.generation} went back to ${grant.generation}`);
    if (order.indexOf(grant.state) < order.indexOf(before.state))
      throw new Error(`a grant that was ${before.state} is ${grant.state}`);
    if (grant.state === 'ended' && (grant.tokenSet || grant.alternates.length > 0))
      throw new Error('a grant that has ended holds tokens');
    if (grant.state === 'ended') open.delete(grant);
    if (grant.generation !== before.generation || grant.state !== before.state)
      seen.set(grant.id, { generation: grant.generation, state: grant.state });
  }

  function judgeConnection({ id, status, reason, grantId }: ConnectionRow): void {
    if ((status === 'error') !== (reason !== undefined)) throw new Error(`status ${status}, reason ${reason}`);
    if ((status === 'active' || status === 'error') !== (grantId !== undefined))
      throw new Error(`status ${status} ${grantId ? 'with' : 'without'} a grant`);
    if (grantId === undefined) held.set(id, undefined);
    else if (held.get(id) !== grantId) throw new Error('a connection holds a grant again that it let go of');
  }

  return {
    connected(grant, family) {
      families.set(grant.id, family);
      grants.set(family, grant);
      open.add(grant);
      held.set(grant.connectionId, grant.id);
    },
    familyOfGrant: (grantId) => families.get(grantId),
    excuse(family) {
      if (family) excused.add(family);
    },
    afterStep() {
      for (const { sent } = world.transport; judged < sent.length; judged++)
        if (rotation === 'every_time') request(sent[judged] as (typeof sent)[number]);
      for (const grant of open) judgeGrant(grant);
      for (const connection of world.database.connections.values()) judgeConnection(connection);
    },
    async atRest(connections) {
      for (const connection of connections) {
        const { status, reason, grantId } = connection;
        if (status === 'pending') continue;
        const family = families.get(grantId ?? '');
        if (!family || grantId === undefined) throw new Error(`at rest with status ${status}`);
        if (status === 'active') {
          if (family.state !== 'alive') throw new Error(`active on a grant that is ${family.state}`);
          const { refresh } = await knowledge.tokensOf(grantId);
          if (refresh !== family.current) throw new Error(`active with ${refresh}, but ${family.current} is good`);
          continue;
        }
        if (!excused.has(family)) throw new Error(`lost without cause: ${family.name}, ${reason}, ${family.state}`);
        if (reason !== 'crashed' && (!reason || !needsReauthorization(reason)))
          throw new Error(`${reason} did not recover`);
      }
      for (const grant of world.database.grants.values()) {
        judgeGrant(grant);
        if (connections.some(({ grantId }) => grantId === grant.id)) continue;
        if (grant.state !== 'ended' || grant.tokenSet) throw new Error(`a grant let go of is still ${grant.state}`);
        if (families.get(grant.id)?.state === 'alive') throw new Error('a grant let go of is alive at the provider');
      }
    },
  };
}

/** The states of a grant: none comes after a later one. */
const order: readonly GrantRow['state'][] = ['live', 'revoking', 'ended'];
