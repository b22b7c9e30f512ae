export type { Gate } from './authorization-server/gate.js';
export type { IssuedTokens, LiveGrant } from './authorization-server/grants.js';
export type { Delivery, Endpoint, Ledger, LedgerEntry, Outcome } from './authorization-server/ledger.js';
export type { AuthorizationServerOptions, ClientAuthMethod, RegisteredClient } from './authorization-server/options.js';
export type { AuthorizeFault, Fault, ScriptedFault, ScriptHandle } from './authorization-server/script.js';
export { type ScriptableAuthorizationServer, startAuthorizationServer } from './authorization-server.js';
