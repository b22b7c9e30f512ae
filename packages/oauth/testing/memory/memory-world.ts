import type { ClientRowId, ConnectionConfigId, ConnectionId, GrantId, OrganizationId } from '../../src/ids.js';
import type { Notice, Ports, TickName } from '../../src/ports.js';
import { type ProtocolTimes, protocolTimes } from '../../src/protocol-times.js';
import type { Client } from '../../src/provider/client.js';
import type { Definition } from '../../src/provider/definition.js';
import { secret } from '../../src/secret.js';
import { memoryAuthorizationSessions } from './memory-authorization-sessions.js';
import { memoryConfirmations } from './memory-confirmations.js';
import { memoryConnections } from './memory-connections.js';
import { memoryDeviceAuthorizations } from './memory-device-authorizations.js';
import { memoryGrants, type Weakness } from './memory-grants.js';
import { memoryParkedResponses } from './memory-parked-responses.js';
import { type ConnectionRow, type MemoryDatabase, memoryDatabase } from './memory-rows.js';
import { type MemorySpool, memorySpool } from './memory-spool.js';
import { type MemoryHandler, type MemoryTransport, memoryTransport } from './memory-transport.js';
import { countingIds, seededRandom } from './seeded-random.js';
import { type SimulatedClock, simulatedClock } from './simulated-clock.js';
import { type ToyVault, toyVault } from './toy-vault.js';

/** Everything that the engine needs, in memory and on simulated time, and handles to steer it. */
export interface MemoryWorld {
  readonly ports: Ports;
  readonly clock: SimulatedClock;
  readonly database: MemoryDatabase;
  readonly transport: MemoryTransport;
  readonly vault: ToyVault;
  readonly notices: Notice[];
  readonly spool: MemorySpool;
  /** Rings that reached the bell; while `broken`, ringing rejects. */
  readonly bell: { readonly rung: TickName[]; mode: 'working' | 'broken' };
  readonly newId: () => string;
  /** Ports of another process on the same database. */
  process(holder: string): Ports;
  /** A connection of its own config, not connected. */
  addConnection(options?: ConnectionOptions): Promise<ConnectionRow>;
}

export interface ConnectionOptions {
  readonly organizationId?: OrganizationId;
  /** Of another connection; else one of its own. */
  readonly connectionConfigId?: ConnectionConfigId;
  /** Whose connection it is; else nobody's. */
  readonly customerId?: string;
  readonly definition?: Definition;
  readonly clientId?: string;
  /** `none`: the vendor has given no client credentials yet. */
  readonly client?: 'with_secret' | 'public' | 'none' | Client;
  readonly environment?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly scopes?: readonly string[];
  readonly refreshPolicy?: 'always' | 'when_used';
  readonly completion?: ConnectionRow['completion'];
}

/** A conforming provider as data. */
export const plainDefinition: Definition = {
  name: 'Plain',
  issuer: 'https://as.example',
  authorize: { url: 'https://as.example/authorize' },
  token: { url: 'https://as.example/token' },
  revoke: { url: 'https://as.example/revoke' },
};

/** A world in memory. `handler` plays every remote server. */
export function memoryWorld(
  handler: MemoryHandler,
  options: { readonly seed?: number; readonly times?: ProtocolTimes; readonly weakness?: Weakness } = {},
): MemoryWorld {
  const clock = simulatedClock();
  const random = seededRandom(options.seed ?? 1);
  const newId = countingIds();
  const database = memoryDatabase(clock, newId);
  const vault = toyVault();
  const transport = memoryTransport(clock, handler);
  const notices: Notice[] = [];
  const spool = memorySpool();
  if (options.weakness === 'no_spool') spool.mode = 'forgetful';
  const bell: MemoryWorld['bell'] = { rung: [], mode: 'working' };

  function process(holder: string): Ports {
    return {
      clock,
      random,
      vault,
      transport,
      bell: {
        async ring(tick) {
          if (bell.mode === 'broken') throw new Error('the bell is broken');
          bell.rung.push(tick);
        },
      },
      notices: { notice: (notice) => void notices.push(notice) },
      connections: memoryConnections(database),
      authorizationSessions: memoryAuthorizationSessions(database),
      confirmations: memoryConfirmations(database),
      parkedResponses: memoryParkedResponses(database),
      deviceAuthorizations: memoryDeviceAuthorizations(database),
      grants: memoryGrants(database, options.weakness),
      spool: spool.port(holder),
      times: options.times ?? protocolTimes,
      holder,
    };
  }

  async function newClient(organizationId: OrganizationId, wanted: ConnectionOptions): Promise<Client | undefined> {
    const kind = wanted.client ?? 'with_secret';
    if (typeof kind === 'object') return kind;
    if (kind === 'none') return undefined;
    const row = newId();
    const purpose = { organizationId, row, field: 'client_secret.value' } as const;
    return {
      rowId: newId() as ClientRowId,
      clientId: wanted.clientId ?? 'client-1',
      secrets: kind === 'public' ? [] : [{ rowId: row, value: await vault.seal(purpose, secret('s3cret')) }],
    };
  }

  return {
    ports: process('process-1'),
    ...{ clock, database, transport, vault, notices, spool, bell, newId, process },
    async addConnection(wanted = {}) {
      const organizationId = wanted.organizationId ?? (newId() as OrganizationId);
      const client = await newClient(organizationId, wanted);
      if (client) database.clients.set(client.rowId, client);
      const row: ConnectionRow = {
        organizationId,
        id: newId() as ConnectionId,
        connectionConfigId: wanted.connectionConfigId ?? (newId() as ConnectionConfigId),
        customerId: wanted.customerId,
        environment: wanted.environment ?? 'production',
        definition: wanted.definition ?? plainDefinition,
        clientRowId: client?.rowId,
        inputs: wanted.inputs ?? {},
        secretInputs: {},
        refreshPolicy: wanted.refreshPolicy ?? 'always',
        completion: wanted.completion ?? 'wizard',
        scopes: wanted.scopes ?? ['read', 'write'],
        ...{ status: 'pending', reason: undefined, grantId: undefined as GrantId | undefined },
        ...{ revokingGrantId: undefined, lastFailure: undefined, events: [] },
      };
      database.connections.set(row.id, row);
      return row;
    },
  };
}
