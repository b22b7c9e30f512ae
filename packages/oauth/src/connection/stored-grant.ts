import type { IssuerPin } from '../callback/issuer-pin.js';
import type { AuthorizationSessionId, ConnectionId, DeviceAuthorizationId, GrantId, OrganizationId } from '../ids.js';
import type { Sealed, SecretInputs } from '../ports.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import type { Client } from '../provider/client.js';
import type { ConnectionEvent } from './connection-event.js';
import type { GrantTerms } from './grant.js';
import type { ConnectionStatus, Reason } from './status.js';

// What goes into the store and comes out of it: the shapes that the grants port speaks of.

/** A new token set and its times, ready to be stored. Absent times mean: unknown, and never due. */
export interface StoredTokens {
  readonly tokenSet: Sealed;
  readonly hasRefreshToken: 'yes' | 'no';
  /** Validity in seconds, counted from the moment at which the request was sent. */
  readonly expiresInSeconds?: number;
  /** Milliseconds between sending the request and now; taken off the validity. */
  readonly elapsedMs: number;
  readonly dueInMs?: number;
  /** Left out like an empty one. */
  readonly ends?: GrantEnds;
  /** Absent when the server did not say: what was granted before, or asked for, stays (RFC 6749 section 5.1). */
  readonly grantedScopes?: readonly string[];
}

/** When a grant ends by itself, counted as the validity of its tokens is. What is absent is not known, or not any more. */
export interface GrantEnds {
  /** Unless it is refreshed before. */
  readonly idleSeconds?: number;
  /** However often it is refreshed. */
  readonly absolute?: {
    readonly seconds: number;
    /** `already`: that very moment is stored, and stays as it is. */
    readonly stored: 'already' | 'not_yet';
    /**
     * When to tell that somebody has to consent anew. At 0 the store does, with the event `expiring` and `expiresAt` (ISO
     * 8601) in its details, unless it was told before; a grant whose end moved away again will be told of the new one.
     */
    readonly tellInSeconds: number;
  };
}

export interface NewGrant {
  readonly grantId: GrantId;
  readonly organizationId: OrganizationId;
  readonly connectionId: ConnectionId;
  /** Absent for a grant without a redirect. */
  readonly authorizationSessionId?: AuthorizationSessionId;
  /** The device authorization that it came of, which ends with it. */
  readonly deviceAuthorizationId?: DeviceAuthorizationId;
  readonly terms: GrantTerms;
  readonly tokens: StoredTokens;
  readonly requestedScopes: readonly string[];
  /** Callback parameters that are kept (never code or state). */
  readonly context: Readonly<Record<string, string>>;
  readonly account?: { readonly label?: string; readonly subject?: string };
  /** Pinned with it, as `pinAfter` says. */
  readonly pin?: IssuerPin;
}

/** How an attempt ended without tokens. */
export interface Settlement {
  readonly outcome: 'not_sent' | 'later' | 'ambiguous' | 'refusal_unconfirmed' | 'terminal' | 'client_misconfigured';
  /** When to try again; absent: never by itself. */
  readonly dueInMs?: number;
  /** The end of the access token is near, and nothing can renew it: the event `expiring`, once, as with a store. */
  readonly expiring?: 'tell';
  /** Turns the connection (where it still holds this grant) to status error, once, with the event. */
  readonly error?: { readonly reason: Reason; readonly event: ConnectionEvent };
  /**
   * With `client_misconfigured`, or of a probe: when one grant of the client is to be tried again. `details` are told,
   * once, when the client turns misconfigured.
   */
  readonly client?: { readonly probeInMs: number; readonly details: Readonly<Record<string, string>> };
  /** The network or 5xx: counted against the server. Of a probe: when the next one is due. */
  readonly unreachable?: { readonly nextProbeInMs?: number };
  /** The provider lets the client wait: its budget there is empty for so long. */
  readonly emptyForMs?: number;
}

/** A connection's access as stored, without a lock and without a write. */
export interface StoredAccess {
  readonly status: ConnectionStatus;
  readonly reason?: Reason;
  /** Absent when no grant is held. */
  readonly grant?: {
    readonly grantId: GrantId;
    readonly generation: number;
    readonly tokenSet: Sealed;
    /** Seconds left by the database's clock, negative when past; absent when unknown. */
    readonly accessTokenSeconds?: number;
    /** Seconds that the token was issued for; absent when unknown. */
    readonly lifetimeSeconds?: number;
    readonly expiresAt?: string;
    readonly hasRefreshToken: 'yes' | 'no';
    /**
     * Of a server whose refresh ends the access token before it: a refresh is under way, or one left and nobody knows what
     * came of it. Absent: none of it.
     */
    readonly doubt?: 'refresh_under_way' | 'refresh_ambiguous';
    readonly requestedScopes: readonly string[];
    readonly grantedScopes: readonly string[];
    readonly exposeMembers: readonly string[];
    readonly clientId: string;
    readonly api?: AuthorizationServer['api'];
    readonly context: Readonly<Record<string, string>>;
    /**
     * Inputs by name, as the grant froze them, with the defaults of what it did not know; secret ones sealed, as they are now.
     * Of a grant that froze none, those that nobody changed since.
     */
    readonly inputs: Readonly<Record<string, string | Sealed>>;
  };
}

/** What a request about a live grant needs besides its tokens, such as an introspection: nothing of it changes the grant. */
export interface HeldTerms {
  readonly organizationId: OrganizationId;
  readonly connectionId: ConnectionId;
  readonly terms: GrantTerms;
  /** The frozen identifier with the secrets of now. */
  readonly client: Client;
  readonly secretInputs: SecretInputs;
}
