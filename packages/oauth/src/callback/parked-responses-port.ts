import type { ConsumedAuthorization } from '../authorize/authorization-session.js';
import type { AuthorizationSessionId, ConnectionConfigId, OrganizationId } from '../ids.js';
import type { Sealed } from '../ports.js';

/** The session that a response belongs to. */
export interface ParkingPlace {
  readonly organizationId: OrganizationId;
  readonly authorizationSessionId: AuthorizationSessionId;
  /** Public base URL where its browser has its cookie; absent in what was begun before sessions remembered it. */
  readonly origin?: string;
}

export type ConsumedParked =
  | (Extract<ConsumedAuthorization, { readonly kind: 'consumed' }> & { readonly response: Sealed })
  | Exclude<ConsumedAuthorization, { readonly kind: 'consumed' }>;

/**
 * Where authorization responses wait that came without the cookie of the browser that began. Each session has one place;
 * a response that comes again takes it. Nothing of it can be had without the reference and that browser's cookie.
 */
export interface ParkedResponsesPort {
  /** Finds the session of a state at its config and environment, whatever browser asks. Changes nothing. */
  find(input: {
    readonly stateHash: Uint8Array;
    readonly connectionConfigId: ConnectionConfigId;
    readonly environment: string;
  }): Promise<ParkingPlace | undefined>;
  /** The reference leads to that session from now on, instead of a former one; the response is kept if it is pending. */
  park(
    place: ParkingPlace,
    parked: { readonly referenceHash: Uint8Array; readonly response: Sealed },
  ): Promise<void>;
  /**
   * AuthorizationSessionsPort.consume, by reference: one statement that matches reference and browser and marks the
   * session consumed. The response is given once, with `consumed`.
   */
  consume(input: {
    readonly referenceHash: Uint8Array;
    readonly browserHashes: readonly Uint8Array[];
  }): Promise<ConsumedParked>;
}
