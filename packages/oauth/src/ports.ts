import type {
  AuthorizationOutcome,
  AuthorizationSession,
  ConsumedAuthorization,
  TakenForPaste,
} from './authorize/authorization-session.js';
import type { CompletionKind } from './authorize/completion.js';
import type { ConfirmationsPort } from './callback/confirmations-port.js';
import type { ParkedResponsesPort } from './callback/parked-responses-port.js';
import type { ConnectionEvent } from './connection/connection-event.js';
import type { DeviceAuthorizationsPort } from './device/device-authorizations-port.js';
import type { GrantsPort } from './grants-port.js';
import type {
  AttemptId,
  AuthorizationSessionId,
  ConnectionConfigId,
  ConnectionId,
  GrantId,
  OrganizationId,
} from './ids.js';
import type { ProtocolTimes } from './protocol-times.js';
import type { Client } from './provider/client.js';
import type { Definition } from './provider/definition.js';
import type { CallbackPlace } from './redirect/redirect-uri.js';
import type { SpoolPort } from './refresh/spool-port.js';
import type { Secret } from './secret.js';
import type { TracingPort } from './tracing-port.js';

export type { ConfirmationsPort } from './callback/confirmations-port.js';
export type { ParkedResponsesPort } from './callback/parked-responses-port.js';
export type { HeldTerms, NewGrant, Settlement, StoredAccess, StoredTokens } from './connection/stored-grant.js';
export type { DeviceAuthorizationsPort } from './device/device-authorizations-port.js';
export type { GrantsPort, TargetedClaim } from './grants-port.js';
export type { SpoolPort } from './refresh/spool-port.js';
export type { TracingPort } from './tracing-port.js';

// Everything that the engine needs of the world, on one page. Adapters implement these; the engine never imports them.
// A rejected promise is a fault of the adapter (database gone, key missing), never an answer.

/** Monotonic time and waiting. Wall-clock time is the database's: absolute times are computed there from intervals. */
export interface ClockPort {
  /** Milliseconds from an arbitrary start, never going back, counting suspended time. */
  monotonic(): number;
  /** Milliseconds since 1970: only for what is told to servers or read from their answers, never to decide what is due. */
  epochMs(): number;
  sleep(ms: number): Promise<void>;
}

/** Cryptographically strong randomness. */
export interface RandomPort {
  bytes(count: number): Uint8Array;
}

declare const sealedBrand: unique symbol;

/** A ciphertext envelope. It is not a string, so that it cannot be mistaken for one. */
export interface Sealed {
  readonly [sealedBrand]: true;
  readonly envelope: Uint8Array;
}

/** What a sealed value is bound to: opening it for any other row or field fails. */
export interface SealPurpose {
  readonly organizationId: string;
  /** The id of the row that holds the value. */
  readonly row: string;
  readonly field:
    | 'client_secret.value'
    | 'spool.answer'
    | 'grant_token.token_set'
    | 'authorization_session.code_verifier'
    | 'authorization_session.parked_response'
    | 'device_authorization.device_code'
    | 'connection_input.value'
    | 'webhook_secret.value';
}

export interface VaultPort {
  seal(purpose: SealPurpose, plaintext: Secret): Promise<Sealed>;
  /**
   * Rejects with an UnopenableError when the value was sealed for another purpose, was altered, or its key is unknown;
   * with anything else when that cannot be told now.
   */
  open(purpose: SealPurpose, sealed: Sealed): Promise<Secret>;
  /**
   * Unwraps the organization's data key. After it, what an attempt brings can be sealed for as long as the process lives,
   * whatever becomes of the key's store; to be called before anything is sent that can be sent only once.
   */
  prepare(organizationId: string): Promise<void>;
}

/** The values of secret inputs by name, each sealed for its connection. */
export type SecretInputs = Readonly<Record<string, Sealed>>;

/** An outbound request as plain data. Header values and body may hold secrets. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** PEM texts of a client certificate and its private key, one after the other (RFC 8705). */
  readonly clientCertificate?: Secret;
}

export type HttpOutcome =
  | {
      readonly kind: 'response';
      readonly status: number;
      /** Names in lower case, repeated ones joined by a comma. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly elapsedMs: number;
    }
  /** Surely nothing left this machine: name look-up, connection refused, TLS handshake, egress guard. */
  | { readonly kind: 'not_sent'; readonly cause: string; readonly elapsedMs: number }
  /** The request, or part of it, left and no whole answer came. */
  | {
      readonly kind: 'no_answer';
      readonly cause: 'timeout' | 'reset' | 'truncated' | 'too_large';
      readonly elapsedMs: number;
    };

export interface TransportPort {
  /** Sends once: no redirects, no retries. Never rejects for what the network or the peer does. */
  send(
    request: HttpRequest,
    limits: { readonly timeoutMs: number; readonly maxResponseBytes: number },
  ): Promise<HttpOutcome>;
}

/** What the clock does; the queue rings once for each and carries no work. */
export type TickName = 'refresh' | 'revoke' | 'poll' | 'deliver' | 'reap';

/** Asks idle workers to look at the rows now. Best effort: a lost ring only waits for the next tick. */
export interface BellPort {
  ring(tick: TickName): Promise<void>;
}

/** Things worth a log line that no caller waits for. */
export type Notice =
  | { readonly kind: 'store_retry'; readonly grantId: GrantId; readonly tries: number; readonly error: unknown }
  /** The process had to leave with an answer that could not be stored; later: it is stored. */
  | { readonly kind: 'spooled' | 'spool_drained'; readonly grantId: GrantId; readonly error?: undefined }
  | { readonly kind: 'spool_failed'; readonly grantId: GrantId; readonly error: unknown }
  | { readonly kind: 'spool_unreadable'; readonly attemptId: AttemptId; readonly error: unknown }
  /** An authorization server is not asked any more but for probes; later: it answers again. */
  | { readonly kind: 'server_down' | 'server_recovered'; readonly host: string; readonly error?: undefined }
  | { readonly kind: 'bell_failed'; readonly tick: TickName; readonly error: unknown }
  /** The end of an access token could not be asked for, or the server says that it has ended already. */
  | {
      readonly kind: 'introspection_failed';
      readonly grantId: GrantId;
      readonly cause: string;
      readonly error?: unknown;
    };

export interface NoticePort {
  notice(notice: Notice): void;
}

/** What starting an authorization needs to know of a connection. */
export interface ConnectionToAuthorize {
  readonly connectionConfigId: ConnectionConfigId;
  readonly environment: string;
  /** How its flows are finished. */
  readonly completion: CompletionKind;
  /** With the inputs that the connection config declares. */
  readonly definition: Definition;
  /** Content hash of the definition. */
  readonly definitionVersion: string;
  /** Absent while the vendor has not given client credentials for the environment. */
  readonly client?: Client;
  readonly inputs: Readonly<Record<string, string>>;
  readonly secretInputs: SecretInputs;
  /** What to ask for: the config's scopes or the connection's override, in order. */
  readonly scopes: readonly string[];
  /** The organization's own host that the redirect URI begins with; absent: the region's. */
  readonly callbackHost?: CallbackHost;
}

/** A custom domain that a connection config's environment names. */
export interface CallbackHost {
  /** `oauth2.example.com` */
  readonly host: string;
  /** Only `verified` ones are served. */
  readonly state: 'verified' | 'pending' | 'lapsed';
}

export interface ConnectionsPort {
  findToAuthorize(
    organizationId: OrganizationId,
    connectionId: ConnectionId,
  ): Promise<ConnectionToAuthorize | undefined>;
  /** Records that a grant without a redirect was not given: its failure and event; the connection keeps what it has. */
  recordFailure(
    organizationId: OrganizationId,
    connectionId: ConnectionId,
    failure: AuthorizationOutcome & { readonly kind: 'failed' },
    event: ConnectionEvent,
  ): Promise<void>;
  /**
   * In one transaction: the connection lets go of its grant, the grant becomes revoking and due, pending authorization
   * sessions end as cancelled, the event is written. From then on no read returns a token.
   */
  disconnect(
    organizationId: OrganizationId,
    connectionId: ConnectionId,
    event: ConnectionEvent,
  ): Promise<'disconnecting' | 'not_connected' | 'not_found'>;
}

export interface AuthorizationSessionsPort {
  /**
   * Inserts a session and, in the same transaction, ends the connection's pending ones as superseded; where its definition
   * says that state is dropped, also those of the same config and environment that this browser has waiting elsewhere.
   */
  create(session: AuthorizationSession, event: ConnectionEvent): Promise<void>;
  /**
   * One statement that matches state, redirect URI and browser and marks the session consumed. A call that does
   * not match changes nothing. `unknown` also stands for a match in another browser.
   */
  consume(
    input: CallbackPlace & { readonly stateHash: Uint8Array; readonly browserHashes: readonly Uint8Array[] },
  ): Promise<ConsumedAuthorization>;
  /**
   * Takes the pending out-of-band session that this browser started for this connection, for one try with a pasted code:
   * one statement that counts the try and marks the session consumed. `none` also when it has no tries left.
   */
  takeForPaste(input: {
    readonly organizationId: OrganizationId;
    readonly connectionId: ConnectionId;
    readonly browserHash: Uint8Array;
    readonly mostTries: number;
  }): Promise<TakenForPaste>;
  /** Lets a taken session wait again, unless a newer one does, with the event of the try that failed. */
  giveBack(organizationId: OrganizationId, sessionId: AuthorizationSessionId, event: ConnectionEvent): Promise<void>;
  /** Records a failure with its event and outbox row; the connection keeps what it has. */
  fail(
    organizationId: OrganizationId,
    sessionId: AuthorizationSessionId,
    outcome: AuthorizationOutcome & { readonly kind: 'failed' },
    event: ConnectionEvent,
  ): Promise<void>;
  /** Ends a pending session as cancelled, with an event; `none` when there was none. */
  cancel(
    organizationId: OrganizationId,
    connectionId: ConnectionId,
    event: ConnectionEvent,
  ): Promise<'cancelled' | 'none'>;
}

export interface Ports {
  readonly clock: ClockPort;
  readonly random: RandomPort;
  readonly vault: VaultPort;
  readonly transport: TransportPort;
  readonly bell: BellPort;
  readonly notices: NoticePort;
  readonly connections: ConnectionsPort;
  readonly authorizationSessions: AuthorizationSessionsPort;
  readonly confirmations: ConfirmationsPort;
  readonly parkedResponses: ParkedResponsesPort;
  readonly deviceAuthorizations: DeviceAuthorizationsPort;
  readonly grants: GrantsPort;
  readonly spool: SpoolPort;
  /** Absent: nobody traces, and nothing is spent on it. */
  readonly tracing?: TracingPort;
  readonly times: ProtocolTimes;
  /** Names this process in the rows of its open attempts. */
  readonly holder: string;
}
