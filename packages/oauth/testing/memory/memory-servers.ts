import type { GrantsPort, Settlement } from '../../src/ports.js';
import type { ProtocolTimes } from '../../src/protocol-times.js';
import { tokenServerHost } from '../../src/provider/token-server-host.js';
import { requestBlock } from '../../src/refresh/request-block.js';
import type { GrantRow, MemoryDatabase } from './memory-rows.js';
import { seededRandom } from './seeded-random.js';

/** A server that is down, paused, or what waited for it is being made due again. */
export interface ServerState {
  state: 'ok' | 'down' | 'recovering';
  isPaused: boolean;
  probeAt: number;
  probes: number;
}

/** Everything that keeps claims away from servers and clients, but refusals of a client. */
export interface Holds {
  readonly servers: Map<string, ServerState>;
  /** When which organization's request failed last, by host. */
  readonly failures: Map<string, Map<string, number>>;
  /** When the next block of a client at a host begins. */
  readonly budgets: Map<string, number>;
  readonly pausedClients: Set<string>;
}

export const noHolds = (): Holds => ({
  servers: new Map(),
  failures: new Map(),
  budgets: new Map(),
  pausedClients: new Set(),
});

/** The organizations that a server has to fail for. */
const organizationsToFail = 3;
/** What is shorter is waited for, in milliseconds. */
const shortHold = 5000;

type Held = Pick<GrantRow, 'terms' | 'context'>;

/** Budgets, pauses and servers that are down, over rows in memory; one value for each process. */
export function memoryServers(database: MemoryDatabase) {
  const random = seededRandom(12);
  const { holds } = database;
  const now = () => database.clock.now();
  const hostOf = (grant: Held) => tokenServerHost(grant) ?? '';
  const budgetOf = (grant: Held) => `${grant.terms.clientRowId} ${hostOf(grant)}`;
  const leases = new Map<string, { left: number; readonly until: number }>();
  const isLive = (row: GrantRow) => row.state === 'live';
  /** Hosts that had failures at the latest look, and answered nobody since. */
  const failing = new Set<string>();

  function rearm(row: GrantRow, times: ProtocolTimes): void {
    const left = (row.expiresAt ?? 0) - now();
    const share = ((random.bytes(1)[0] ?? 0) / 255) * 0.775;
    const spread = left > 0 ? left : times.rearmSpread;
    Object.assign(row, { awaits: undefined, dueReason: 'schedule', dueAt: now() + spread * share });
  }

  /** Milliseconds for which a grant is not to be asked for; a server that is down may be probed by a reader. */
  function holdOf(row: Held): number {
    const server = holds.servers.get(hostOf(row));
    if (server?.isPaused || holds.pausedClients.has(row.terms.clientRowId)) return Number.POSITIVE_INFINITY;
    const probe = server?.state === 'down' ? server.probeAt - now() : 0;
    return Math.max(probe, (holds.budgets.get(budgetOf(row)) ?? 0) - now(), 0);
  }

  return {
    /** Whether claims leave a grant out. */
    isHeld(row: GrantRow): boolean {
      const isDown = isLive(row) && holds.servers.get(hostOf(row))?.state === 'down';
      return isDown || holdOf(row) > 0;
    },
    /** Why a reader may not claim a grant. */
    whyNot(row: GrantRow) {
      const hold = holdOf(row);
      if (hold === Number.POSITIVE_INFINITY) return { kind: 'paused' } as const;
      if (hold > shortHold) return { kind: 'backing_off', seconds: hold / 1000 } as const;
      return hold > 0 ? ({ kind: 'held' } as const) : undefined;
    },
    /** Servers go down, what may not be asked is set aside, what waited is due again; of each server down, one may probe. */
    tend(times: ProtocolTimes): readonly GrantRow[] {
      const earlier = new Set(failing);
      failing.clear();
      for (const [host, failures] of holds.failures) {
        failing.add(host);
        if (!earlier.has(host)) continue;
        const recent = [...failures.values()].filter((at) => at > now() - times.serverFailureWindow);
        const known = holds.servers.get(host);
        if (recent.length < organizationsToFail || known?.state === 'down') continue;
        const isPaused = known?.isPaused ?? false;
        holds.servers.set(host, { state: 'down', isPaused, probeAt: now() + times.serverProbeFirst, probes: 0 });
        database.told.push(`server_down ${host}`);
      }
      const rows = [...database.grants.values()].filter(isLive);
      for (const row of rows) {
        const server = holds.servers.get(hostOf(row));
        const isDue = !row.attempt && row.dueAt !== undefined && row.dueAt <= now();
        const budget = holds.budgets.get(budgetOf(row)) ?? 0;
        if (isDue && (server?.isPaused || server?.state === 'down'))
          Object.assign(row, { dueAt: undefined, awaits: 'server' });
        else if (isDue && holds.pausedClients.has(row.terms.clientRowId))
          Object.assign(row, { dueAt: undefined, awaits: 'client' });
        else if (isDue && budget > now() + shortHold) row.dueAt = budget;
      }
      const probes: GrantRow[] = [];
      for (const [host, server] of holds.servers) {
        const waiting = rows.filter((row) => row.awaits === 'server' && hostOf(row) === host);
        if (server.isPaused) continue;
        if (server.state === 'recovering') {
          for (const row of waiting) rearm(row, times);
          holds.servers.delete(host);
        }
        const probe = waiting.find((row) => !holds.pausedClients.has(row.terms.clientRowId));
        if (server.state !== 'down' || server.probeAt > now() || !probe) continue;
        server.probeAt = now() + times.takeoverMin;
        Object.assign(probe, { dueAt: now(), dueReason: 'other', awaits: undefined });
        probes.push(probe);
      }
      return probes;
    },
    /** What a claim says of a probe. */
    probe(row: GrantRow) {
      const server = holds.servers.get(hostOf(row));
      return server?.state === 'down' ? { serverProbe: { probes: server.probes } } : {};
    },
    /** In the transaction of a settlement. */
    settled(row: GrantRow, { unreachable, emptyForMs }: Settlement): void {
      const host = hostOf(row);
      if (unreachable) {
        const failures = holds.failures.get(host) ?? new Map<string, number>();
        holds.failures.set(host, failures.set(row.organizationId, now()));
        const server = holds.servers.get(host);
        if (server?.state === 'down' && unreachable.nextProbeInMs !== undefined)
          Object.assign(server, { probeAt: now() + unreachable.nextProbeInMs, probes: server.probes + 1 });
      }
      if (emptyForMs === undefined) return;
      leases.delete(budgetOf(row));
      holds.budgets.set(budgetOf(row), Math.max(holds.budgets.get(budgetOf(row)) ?? 0, now() + emptyForMs));
    },
    port: {
      async takeRequest(grant) {
        const { rateLimit } = grant.terms.server.token;
        const key = budgetOf(grant);
        if (!rateLimit && !holds.budgets.has(key)) return { kind: 'taken' };
        return database.write('take_request', () => {
          const lease = leases.get(key);
          if (lease && lease.left > 0 && now() < lease.until) {
            lease.left--;
            return { kind: 'taken' };
          }
          const next = holds.budgets.get(key) ?? 0;
          if (next > now()) return { kind: 'empty', waitMs: next - now() };
          if (!rateLimit) return { kind: 'taken' };
          const block = requestBlock(rateLimit);
          holds.budgets.set(key, now() + block.ms);
          leases.set(key, { left: block.requests - 1, until: now() + block.ms });
          return { kind: 'taken' };
        });
      },
      async serverAnswered(grant) {
        const host = hostOf(grant);
        holds.failures.delete(host);
        failing.delete(host);
        const server = holds.servers.get(host);
        if (server?.state !== 'down') return;
        server.state = 'recovering';
        database.told.push(`server_recovered ${host}`);
      },
    } satisfies Pick<GrantsPort, 'takeRequest' | 'serverAnswered'>,
  };
}

/** As the operator's commands do: nothing is asked any more until it is resumed. */
export function pauseInMemory(
  { holds }: MemoryDatabase,
  what: { readonly host: string } | { readonly client: string },
) {
  if ('client' in what) holds.pausedClients.add(what.client);
  else
    holds.servers.set(what.host, {
      ...(holds.servers.get(what.host) ?? { state: 'ok', probeAt: 0, probes: 0 }),
      isPaused: true,
    });
}

export function resumeInMemory(
  database: MemoryDatabase,
  what: { readonly host: string } | { readonly client: string },
) {
  const { servers, pausedClients } = database.holds;
  if ('client' in what) {
    pausedClients.delete(what.client);
    const state = database.clientStates.get(what.client);
    if (!state || state.state === 'ok')
      database.clientStates.set(what.client, {
        ...(state ?? { probeAt: 0, probes: 0, probed: '', events: [] }),
        state: 'recovering',
      });
    return;
  }
  const server = servers.get(what.host);
  if (!server) return;
  server.isPaused = false;
  if (server.state === 'ok') server.state = 'recovering';
}
