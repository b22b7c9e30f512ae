import type { ProtocolTimes } from '../../src/protocol-times.js';
import { pauseInMemory, resumeInMemory } from '../memory/memory-servers.js';
import { type MemoryAnswer, memoryTransport, type Passage } from '../memory/memory-transport.js';
import { memoryWorld } from '../memory/memory-world.js';
import { simulatedClock } from '../memory/simulated-clock.js';
import { conformanceTimes, type StoreFixture } from './store-fixture.js';
import type { TransportFixture } from './transport-port.js';

const noServer = (): MemoryAnswer => ({ status: 500, body: '' });

/** The memory ports as a store fixture. */
export async function memoryStoreFixture(times: ProtocolTimes = conformanceTimes): Promise<StoreFixture> {
  const world = memoryWorld(noServer, { times });
  const { database, ports } = world;
  const rowOf = (connectionId: string) => {
    const row = database.connections.get(connectionId);
    if (!row) throw new Error('there is no such connection');
    return row;
  };
  return {
    grants: ports.grants,
    connections: ports.connections,
    authorizationSessions: ports.authorizationSessions,
    confirmations: ports.confirmations,
    parkedResponses: ports.parkedResponses,
    deviceAuthorizations: ports.deviceAuthorizations,
    times,
    newId: world.newId,
    wait: (ms) => world.clock.advance(ms),
    async connection({ beside, client, inputs, of } = {}) {
      const neighbour = beside && of === undefined ? rowOf(beside.connectionId).customerId : undefined;
      const row = await world.addConnection({
        customerId: neighbour ?? world.newId(),
        ...(beside ? { organizationId: beside.organizationId, connectionConfigId: beside.connectionConfigId } : {}),
        ...(beside?.client ? { client: beside.client } : {}),
        ...(client ? { client } : {}),
        ...(inputs ? { inputs } : {}),
      });
      return {
        organizationId: row.organizationId,
        connectionId: row.id,
        connectionConfigId: row.connectionConfigId,
        environment: row.environment,
        definition: row.definition,
        client: row.clientRowId === undefined ? undefined : database.clients.get(row.clientRowId),
        inputs: row.inputs,
        scopes: row.scopes,
      };
    },
    async look({ connectionId }) {
      const { status, reason, events, lastFailure } = rowOf(connectionId);
      const failed = lastFailure ? { lastFailure } : {};
      return { status, ...(reason ? { reason } : {}), ...failed, events: events.map((event) => event.kind) };
    },
    async lookAtClient({ client }) {
      const { state = 'ok', events = [] } = database.clientStates.get(client?.rowId ?? '') ?? {};
      return { state, events };
    },
    async lookAtGrant(_, grantId) {
      const row = database.grants.get(grantId);
      if (!row) throw new Error('there is no such grant');
      return { state: row.state, tokens: row.tokenSet || row.alternates.length > 0 ? 'kept' : 'deleted' };
    },
    otherProcess: () => world.process('process-2').grants,
    pause: async (what) => pauseInMemory(database, what),
    resume: async (what) => resumeInMemory(database, what),
    told: () => database.told,
    async close() {},
  };
}

/** The memory transport as a transport fixture. */
export async function memoryTransportFixture(): Promise<TransportFixture> {
  const clock = simulatedClock();
  const never = new Promise<void>(() => undefined);
  const answers = new Map<
    string,
    (headers: Readonly<Record<string, string>>, method: string, body: string) => MemoryAnswer
  >();
  const passages = new Map<string, Passage>();
  const counts = new Map<string, number>();
  const transport = memoryTransport(clock, ({ url, headers, method, body }) => {
    return answers.get(url)?.(headers, method, body ?? '') ?? noServer();
  });
  transport.passage = ({ url }) => {
    const passage = passages.get(url) ?? { kind: 'delivered' };
    if (passage.kind !== 'refused') counts.set(url, (counts.get(url) ?? 0) + 1);
    return passage;
  };
  return {
    transport,
    pass: (ms) => clock.advance(ms),
    async close() {},
    async peer(behaviour) {
      const url = `https://peer-${answers.size}.example/token`;
      answers.set(url, (headers, method, body) => {
        if (behaviour.kind !== 'answer') return { status: 200, body: JSON.stringify({ method, headers, body }) };
        const { status, headers: own = {}, body: text = '' } = behaviour;
        return { status, headers: own, body: text };
      });
      if (behaviour.kind === 'absent') passages.set(url, { kind: 'refused' });
      if (behaviour.kind.startsWith('hang')) passages.set(url, { kind: 'held', until: never });
      if (behaviour.kind.startsWith('reset')) passages.set(url, { kind: 'answer_lost' });
      return { url, requests: () => counts.get(url) ?? 0 };
    },
  };
}
