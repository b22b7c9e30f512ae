export type { Gate } from './authorization-server/gate.js';
export type { IssuedTokens, LiveGrant } from './authorization-server/grants.js';
export type { Delivery, Endpoint, Ledger, LedgerEntry, Outcome } from './authorization-server/ledger.js';
export type { AuthorizationServerOptions, ClientAuthMethod, RegisteredClient } from './authorization-server/options.js';
export type { AuthorizeFault, Fault, ScriptedFault, ScriptHandle } from './authorization-server/script.js';
export { type ScriptableAuthorizationServer, startAuthorizationServer } from './authorization-server.js';
export { authorizationSessionsPortConformance } from './conformance/authorization-sessions-port.js';
export { type BellFixture, bellPortConformance } from './conformance/bell-port.js';
export { confirmationsPortConformance } from './conformance/confirmations-port.js';
export { connectionsPortConformance } from './conformance/connections-port.js';
export { deviceAuthorizationsPortConformance } from './conformance/device-authorizations-port.js';
export { grantsPortConformance } from './conformance/grants-port.js';
export { issuerPinsConformance } from './conformance/issuer-pins.js';
export { memoryStoreFixture, memoryTransportFixture } from './conformance/memory-fixtures.js';
export { parkedResponsesPortConformance } from './conformance/parked-responses-port.js';
export { loopbackPeers, type Peers } from './conformance/peers.js';
export { conformanceTimes, type SeededConnection, type StoreFixture } from './conformance/store-fixture.js';
export {
  type Peer,
  type PeerBehaviour,
  type TransportFixture,
  transportPortConformance,
} from './conformance/transport-port.js';
export { type VaultFixture, vaultPortConformance } from './conformance/vault-port.js';
export {
  type Family,
  type MemoryAuthorizationServer,
  memoryAuthorizationServer,
} from './memory/memory-authorization-server.js';
export type { DeviceRow } from './memory/memory-device-authorizations.js';
export type { Weakness } from './memory/memory-grants.js';
export type { ConnectionRow, GrantRow, MemoryDatabase, SessionRow, StoreFault } from './memory/memory-rows.js';
export { pauseInMemory, resumeInMemory } from './memory/memory-servers.js';
export { type MemorySpool, memorySpool } from './memory/memory-spool.js';
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
export { type ReceivedWebhook, startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.js';
