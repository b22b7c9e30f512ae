export type { Gate } from './authorization-server/gate.js';
export type { IssuedTokens, LiveGrant } from './authorization-server/grants.js';
export type { Delivery, Endpoint, Ledger, LedgerEntry, Outcome } from './authorization-server/ledger.js';
export type { AuthorizationServerOptions, ClientAuthMethod, RegisteredClient } from './authorization-server/options.js';
export type { AuthorizeFault, Fault, ScriptedFault, ScriptHandle } from './authorization-server/script.js';
export { type ScriptableAuthorizationServer, startAuthorizationServer } from './authorization-server.js';
export {
  type Family,
  type MemoryAuthorizationServer,
  memoryAuthorizationServer,
} from './memory/memory-authorization-server.js';
export type { Weakness } from './memory/memory-grants.js';
export type { ConnectionRow, GrantRow, MemoryDatabase, SessionRow, StoreFault } from './memory/memory-rows.js';
export {
  type MemoryAnswer,
  type MemoryHandler,
  type MemoryTransport,
  memoryTransport,
  type Passage,
  type Sent,
} from './memory/memory-transport.js';
export { type ConnectionOptions, type MemoryWorld, memoryWorld, plainDefinition } from './memory/memory-world.js';
export { countingIds, seededRandom } from './memory/seeded-random.js';
export { type SimulatedClock, simulatedClock } from './memory/simulated-clock.js';
export { type ToyVault, toyVault } from './memory/toy-vault.js';
