import type { AttemptId, ClientRowId, ConnectionId, GrantId, OrganizationId } from '../ids.js';
import type { Sealed, SecretInputs } from '../ports.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import type { Client } from '../provider/client.js';

/** `live`: refreshed and read. `revoking`: let go by its connection, to be revoked. `ended`: its tokens are deleted. */
export type GrantState = 'live' | 'revoking' | 'ended';

/** What a grant was minted with and keeps for ever (SECURITY, endpoint swap). Stored as JSON; holds no secret. */
export interface GrantTerms {
  readonly server: AuthorizationServer;
  readonly clientRowId: ClientRowId;
  readonly clientId: string;
  /** Absent for a grant without a redirect. */
  readonly redirectUri?: string;
  readonly definitionVersion: string;
}

/** The clocks of a grant at its claim, in seconds by the database's clock; absent: unknown. */
export interface GrantClocks {
  /** Since it was made. */
  readonly ageSeconds: number;
  /** Since its tokens were stored last. */
  readonly refreshedSecondsAgo: number;
  /** What its access token was issued for. */
  readonly lifetimeSeconds?: number;
  /** Until it ends if it is not refreshed; negative when past, as the next one. */
  readonly idleSeconds?: number;
  /** Until it ends however often it is refreshed. */
  readonly absoluteSeconds?: number;
  /** Whether its end has been told. */
  readonly expiring: 'told' | 'not_told';
}

/** A claim on a grant: permission for one process to make one refresh or revocation. */
export interface Claim {
  readonly organizationId: OrganizationId;
  /** The connection that the grant was made for; it may have let go of it. */
  readonly connectionId: ConnectionId;
  readonly grantId: GrantId;
  readonly attemptId: AttemptId;
  /** The generation that the claim saw: the fence of its store. */
  readonly generation: number;
  readonly terms: GrantTerms;
  readonly client: Client;
  readonly secretInputs: SecretInputs;
  readonly requestedScopes: readonly string[];
  /** What was learnt while connecting. */
  readonly context: Readonly<Record<string, string>>;
  /** The sealed main token set, bound to the grant's id. */
  readonly tokenSet: Sealed;
  /** Seconds that the stored access token is still good for, by the database's clock; absent when unknown. */
  readonly accessTokenSeconds?: number;
  /** Seconds between the moment at which it was due and the claim; 0 when it was not due. */
  readonly lateSeconds: number;
  readonly clocks: GrantClocks;
  /** Claims since the last success, this one included. */
  readonly attempts: number;
  /** Seconds since the first failure after the last success; absent when the last one succeeded. */
  readonly failingSeconds?: number;
  /** An earlier request for this generation left and no whole answer came (a takeover counts). */
  readonly earlierOutcome: 'known' | 'ambiguous';
  /** An earlier invalid_grant for this generation awaits confirmation. */
  readonly earlierRefusal: 'none' | 'unconfirmed';
  /**
   * Due by schedule, but nobody has read its token for `unusedAfter`, and its config (or its grant type) asks for refreshes
   * ahead of time only while it is used.
   */
  readonly unused?: { readonly refreshedSecondsAgo: number };
  /** The client is misconfigured, and this claim is the one that probes it; `probes` were answered no better before. */
  readonly probe?: { readonly probes: number };
  /** The server is down, and this claim is one that probes it; `probes` brought nothing before. */
  readonly serverProbe?: { readonly probes: number };
  /** Monotonic milliseconds of this process, after which nothing may be sent under this claim. */
  readonly sendBefore: number;
}

/** A claim on a grant that its connection let go of. */
export interface RevocationClaim extends Claim {
  /** Seconds since the disconnect. */
  readonly revokingSeconds: number;
}
