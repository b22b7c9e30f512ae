import type { AuthorizationOutcome, AuthorizationSession } from '../../src/authorize/authorization-session.js';
import type { CompletionKind } from '../../src/authorize/completion.js';
import type { IssuerPin } from '../../src/callback/issuer-pin.js';
import type { PinnedIssuer } from '../../src/callback/pinned-issuer.js';
import type { AuthorizationError, ConnectionEvent, RevocationOutcome } from '../../src/connection/connection-event.js';
import type { GrantState, GrantTerms } from '../../src/connection/grant.js';
import type { ConnectionStatus, Reason } from '../../src/connection/status.js';
import type {
  AuthorizationSessionId,
  ConnectionConfigId,
  ConnectionId,
  GrantId,
  OrganizationId,
} from '../../src/ids.js';
import type { Sealed, SecretInputs, StoredTokens } from '../../src/ports.js';
import type { Client } from '../../src/provider/client.js';
import type { Definition } from '../../src/provider/definition.js';
import type { ClientState } from './memory-clients.js';
import type { DeviceRow } from './memory-device-authorizations.js';
import { type Holds, noHolds } from './memory-servers.js';
import type { SimulatedClock } from './simulated-clock.js';

// The rows of RELIABILITY, "The rows", as Maps. All times are milliseconds of the simulated database.

export interface ConnectionRow {
  readonly organizationId: OrganizationId;
  readonly id: ConnectionId;
  readonly connectionConfigId: ConnectionConfigId;
  readonly customerId: string | undefined;
  readonly environment: string;
  definition: Definition;
  clientRowId: string | undefined;
  inputs: Readonly<Record<string, string>>;
  secretInputs: SecretInputs;
  scopes: readonly string[];
  /** The config's way to finish. */
  completion: CompletionKind;
  /** The config's policy. */
  refreshPolicy: 'always' | 'when_used';
  status: ConnectionStatus;
  reason: Reason | undefined;
  grantId: GrantId | undefined;
  /** The grant whose revocation ends status disconnecting. */
  revokingGrantId: GrantId | undefined;
  /** How the latest attempt to connect failed, until one succeeds. */
  lastFailure: AuthorizationError | undefined;
  readonly events: ConnectionEvent[];
}

export interface SessionRow {
  readonly session: AuthorizationSession;
  readonly expiresAt: number;
  consumed: 'no' | 'yes';
  /** When a response consumed it. */
  consumedAt?: number;
  /** Tries with a pasted code. */
  pastes: number;
  ended: 'superseded' | 'cancelled' | undefined;
  outcome: AuthorizationOutcome | undefined;
  /** While its grant waits to be confirmed. */
  unconfirmed: { readonly grantId: GrantId; readonly until: number } | undefined;
  /** SHA-256 of the reference to a parked response, which is there until it is taken. */
  reference: Uint8Array | undefined;
  parked: Sealed | undefined;
  /** While a response that the browser brought back waits to be completed or confirmed. */
  heldUntil: number | undefined;
  completionCode: Uint8Array | undefined;
}

/** An attempt on a grant, open until its outcome. */
export interface OpenAttempt {
  readonly id: string;
  readonly holder: string;
  readonly takeoverAt: number;
}

/** A token set that missed the fence. */
export interface AlternateRow {
  readonly attemptId: string;
  readonly tokens: StoredTokens;
  readonly keptAt: number;
  readonly keptUntil: number;
}

export interface GrantRow {
  readonly organizationId: OrganizationId;
  readonly connectionId: ConnectionId;
  readonly id: GrantId;
  readonly authorizationSessionId: AuthorizationSessionId | undefined;
  readonly terms: GrantTerms;
  readonly requestedScopes: readonly string[];
  readonly context: Readonly<Record<string, string>>;
  readonly subject: string | undefined;
  state: GrantState;
  revocation: RevocationOutcome | undefined;
  revokingSince: number | undefined;
  /** When a request was about to be sent last that may end other grants of the client. */
  revocationAskedAt: number | undefined;
  tokenSet: Sealed | undefined;
  hasRefreshToken: 'yes' | 'no';
  grantedScopes: readonly string[];
  generation: number;
  storedBy: string | undefined;
  attempt: OpenAttempt | undefined;
  dueAt: number | undefined;
  attempts: number;
  crashes: number;
  failingSince: number | undefined;
  earlierOutcome: 'known' | 'ambiguous';
  earlierRefusal: 'none' | 'unconfirmed';
  expiresAt: number | undefined;
  lifetimeSeconds: number | undefined;
  readonly madeAt: number;
  idleDeadline: number | undefined;
  absoluteDeadline: number | undefined;
  /** Since when its end has been told as near. */
  expiringSince: number | undefined;
  alternates: readonly AlternateRow[];
  /** Whether it is due by its tokens' life, and nothing else. */
  dueReason: 'schedule' | 'other';
  refreshedAt: number;
  /** When its token was read last, or the grant was made. */
  usedAt: number;
  /** Set aside until its client is accepted again, or its server answers, or neither is paused. */
  awaits: 'client' | 'server' | undefined;
}

/** Where an issuer is pinned, and what is. */
export interface PinRow extends Omit<IssuerPin, 'issuer'> {
  pinned: PinnedIssuer;
}

/** What goes wrong with a statement: it fails, or it is committed and its reply is lost. */
export type StoreFault = 'none' | 'throws' | 'throws_after_commit';

export interface MemoryDatabase {
  readonly clock: SimulatedClock;
  readonly connections: Map<string, ConnectionRow>;
  readonly clients: Map<string, Client>;
  readonly clientStates: Map<string, ClientState>;
  readonly sessions: Map<string, SessionRow>;
  readonly devices: Map<string, DeviceRow>;
  /** Reset by emptying it. */
  readonly pins: PinRow[];
  readonly grants: Map<string, GrantRow>;
  readonly holds: Holds;
  /** What was told of servers, in order. */
  readonly told: string[];
  readonly newId: () => string;
  /** Asked before each statement, by name: `read`, `claim_due`, `store`, … */
  fault: (statement: string) => StoreFault;
  /** Runs one transaction under that fault. */
  write<Result>(statement: string, transaction: () => Result): Promise<Result>;
  /** Runs one query; it fails under a fault that `throws`. */
  query<Result>(statement: string, query: () => Result): Promise<Result>;
}

/** An empty database. */
export function memoryDatabase(clock: SimulatedClock, newId: () => string): MemoryDatabase {
  const database: MemoryDatabase = {
    clock,
    connections: new Map(),
    clients: new Map(),
    clientStates: new Map(),
    sessions: new Map(),
    devices: new Map(),
    pins: [],
    grants: new Map(),
    holds: noHolds(),
    told: [],
    newId,
    fault: () => 'none',
    async query(statement, query) {
      if (database.fault(statement) === 'throws') throw new Error(`the store is gone (${statement})`);
      return query();
    },
    async write(statement, transaction) {
      const fault = database.fault(statement);
      if (fault === 'throws') throw new Error(`the store is gone (${statement})`);
      const result = transaction();
      if (fault === 'throws_after_commit') throw new Error(`the reply of the commit was lost (${statement})`);
      return result;
    },
  };
  return database;
}

/** The connection, if it is this organization's. */
export function connectionOf(
  database: MemoryDatabase,
  organizationId: OrganizationId,
  connectionId: ConnectionId,
): ConnectionRow | undefined {
  const connection = database.connections.get(connectionId);
  return connection?.organizationId === organizationId ? connection : undefined;
}

/**
 * Ends what a connection has under way: its pending session, and the grant that waits to be confirmed. Gives how many.
 */
export function endPending(database: MemoryDatabase, connectionId: string, how: 'superseded' | 'cancelled'): number {
  let ended = 0;
  for (const row of database.sessions.values()) {
    if (row.session.connectionId !== connectionId) continue;
    const isPending = row.consumed === 'no' && !row.ended && database.clock.now() < row.expiresAt;
    // What an exchange under way brings is not wanted any more.
    const isUnderWay = how === 'cancelled' && row.consumed === 'yes' && !row.outcome && row.heldUntil === undefined;
    if (!isPending && !isUnderWay && !row.unconfirmed && row.heldUntil === undefined) continue;
    ended++;
    if (isUnderWay) row.outcome = { kind: 'failed', error: 'superseded', details: { exchange: 'under way' } };
    if (isPending) row.ended = how;
    if (row.heldUntil !== undefined) {
      const given = row.session.completion?.kind === 'link' ? 'not_confirmed' : 'not_completed';
      const error = how === 'superseded' ? 'superseded' : given;
      Object.assign(row, { heldUntil: undefined, parked: undefined, outcome: { kind: 'failed', error, details: {} } });
    }
    if (row.unconfirmed) {
      letGo(database, row.unconfirmed.grantId);
      const error = how === 'superseded' ? 'superseded' : 'not_confirmed';
      Object.assign(row, { unconfirmed: undefined, outcome: { kind: 'failed', error, details: {} } });
    }
  }
  return ended;
}

/** A grant that its connection lets go of: revoking and due, its open attempt kept. */
export function letGo(database: MemoryDatabase, grantId: GrantId): void {
  const grant = database.grants.get(grantId);
  if (grant?.state !== 'live') return;
  grant.state = 'revoking';
  grant.revokingSince = database.clock.now();
  grant.dueAt = database.clock.now();
  if (!grant.attempt) grant.attempts = 0;
}

/** Whether two hashes are the same. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, index) => octet === b[index]);
}
