import type { GrantsPort, Settlement } from '../../src/ports.js';
import type { ProtocolTimes } from '../../src/protocol-times.js';
import { connectionOf, type GrantRow, type MemoryDatabase } from './memory-rows.js';
import { seededRandom } from './seeded-random.js';

/** What is known of a client whose registration the provider refused. */
export interface ClientState {
  state: 'ok' | 'misconfigured' | 'recovering';
  probeAt: number;
  probes: number;
  /** The grant of the latest probe, so that the next one takes another. */
  probed: string;
  readonly events: string[];
}

/** How misconfigured clients are remembered and their grants set aside, over rows in memory. */
export function memoryClients(database: MemoryDatabase) {
  const random = seededRandom(11);
  const now = () => database.clock.now();
  const grantsOf = (clientRowId: string) =>
    [...database.grants.values()].filter((row) => row.state === 'live' && row.terms.clientRowId === clientRowId);
  const stateOf = (row: GrantRow) => database.clientStates.get(row.terms.clientRowId);
  const isMisconfigured = (row: GrantRow) => stateOf(row)?.state === 'misconfigured';

  function show(row: GrantRow, status: 'active' | 'error'): void {
    const connection = connectionOf(database, row.organizationId, row.connectionId);
    if (connection?.grantId !== row.id) return;
    if (status === 'error' && connection.status === 'active')
      Object.assign(connection, { status, reason: 'client_misconfigured' });
    if (status === 'active' && connection.reason === 'client_misconfigured')
      Object.assign(connection, { status, reason: undefined });
  }

  function setAside(row: GrantRow): void {
    row.dueAt = undefined;
    row.awaits = 'client';
    show(row, 'error');
  }

  function rearm(row: GrantRow, times: ProtocolTimes): void {
    const left = (row.expiresAt ?? 0) - now();
    const share = ((random.bytes(1)[0] ?? 0) / 255) * 0.775;
    Object.assign(row, {
      awaits: undefined,
      dueReason: 'schedule',
      dueAt: now() + (left > 0 ? left : times.rearmSpread) * share,
    });
    show(row, 'active');
  }

  return {
    isMisconfigured,
    /**
     * Due grants of misconfigured clients are set aside; of each whose probe is due, one is to be claimed: one that is free,
     * also by takeover, since nobody else takes over what such a client's processes left open.
     */
    tend(times: ProtocolTimes, isFree: (row: GrantRow) => boolean): readonly GrantRow[] {
      for (const row of database.grants.values())
        if (row.state === 'live' && isMisconfigured(row) && !row.attempt && (row.dueAt ?? now() + 1) <= now())
          setAside(row);
      for (const [clientRowId, client] of database.clientStates)
        if (client.state === 'recovering' && !database.holds.pausedClients.has(clientRowId)) {
          for (const row of grantsOf(clientRowId)) if (row.awaits === 'client') rearm(row, times);
          client.state = 'ok';
        }
      return [...database.clientStates].flatMap(([clientRowId, client]) => {
        if (client.state !== 'misconfigured' || client.probeAt > now()) return [];
        if (database.holds.pausedClients.has(clientRowId)) return [];
        client.probeAt = now() + times.takeoverMax;
        const all = grantsOf(clientRowId);
        const last = all.findIndex((row) => row.id === client.probed);
        const inTurn = [...all.slice(last + 1), ...all.slice(0, last + 1)];
        // Whose last request may have been done waits its own time (RELIABILITY, rule 8).
        const waits = (row: GrantRow) => row.earlierOutcome === 'ambiguous' && (row.dueAt ?? 0) > now();
        const isReady = (row: GrantRow) =>
          row.attempt || (!waits(row) && (row.dueAt !== undefined || row.awaits === 'client'));
        const probe = inTurn.find((row) => isReady(row) && isFree(row));
        if (!probe) return [];
        client.probed = probe.id;
        Object.assign(probe, { dueAt: now(), dueReason: 'other', awaits: undefined });
        return [probe];
      });
    },
    /** In the transaction of a settlement; of a probe, the client was misconfigured at its claim. */
    settled(row: GrantRow, { outcome, client: said }: Settlement, by: 'probe' | 'other'): void {
      if (!said) return;
      const { clientRowId } = row.terms;
      const client: ClientState = database.clientStates.get(clientRowId) ?? {
        ...{ state: 'ok', probeAt: 0, probes: 0, probed: row.id, events: [] },
      };
      database.clientStates.set(clientRowId, client);
      if (client.state === 'recovering' || (client.state === 'ok' && by === 'probe')) {
        // It was accepted since.
        if (outcome === 'client_misconfigured' && row.state === 'live') row.dueAt = now() + said.probeInMs;
        show(row, 'active');
        return;
      }
      if (client.state === 'misconfigured') {
        if (client.probed === row.id)
          Object.assign(client, { probeAt: now() + said.probeInMs, probes: client.probes + 1 });
      } else if (outcome === 'client_misconfigured') {
        Object.assign(client, { state: 'misconfigured', probeAt: now() + said.probeInMs, probes: 0, probed: row.id });
        client.events.push('client.misconfigured');
      }
      if (outcome === 'client_misconfigured' && row.state === 'live') setAside(row);
    },
    /** What a claim says of a probe. */
    probe: (row: GrantRow) => (isMisconfigured(row) ? { probe: { probes: stateOf(row)?.probes ?? 0 } } : {}),
    recoverClient: (({ terms }) =>
      database.write('recover_client', () => {
        const client = database.clientStates.get(terms.clientRowId);
        if (client?.state !== 'misconfigured') return;
        client.state = 'recovering';
        client.events.push('client.recovered');
      })) satisfies GrantsPort['recoverClient'],
  };
}
