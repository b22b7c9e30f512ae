import type { AuthorizationOutcome, ConsumedAuthorization, SessionFacts } from '../authorize/authorization-session.js';
import type { AuthorizationSessionId, OrganizationId } from '../ids.js';
import type { Sealed } from '../ports.js';
import type { CallbackPlace } from '../redirect/redirect-uri.js';

/** The session that a response belongs to. */
export interface ParkingPlace {
  readonly organizationId: OrganizationId;
  readonly authorizationSessionId: AuthorizationSessionId;
  /**
   * Public base URL where its browser has its cookie; absent in what was begun before sessions remembered it, and of a
   * session that has ended, or was consumed more than two minutes ago: links would else lead anybody to it for ever.
   */
  readonly origin?: string;
}

export type ConsumedParked =
  | (Extract<ConsumedAuthorization, { readonly kind: 'consumed' }> & { readonly response: Sealed })
  | Exclude<ConsumedAuthorization, { readonly kind: 'consumed' }>;

/** A response that was held, with its session: it is given once. */
export interface TakenHeld {
  readonly kind: 'taken';
  readonly session: Extract<ConsumedAuthorization, { readonly kind: 'consumed' }>['session'];
  readonly response: Sealed;
}

/**
 * Where authorization responses wait that came without the cookie of the browser that began. Each session has one place;
 * a response that comes again takes it. Nothing of it can be had without the reference and that browser's cookie.
 */
export interface ParkedResponsesPort {
  /** Finds the session of a state at its redirect URI, whatever browser asks. Changes nothing. */
  find(input: CallbackPlace & { readonly stateHash: Uint8Array }): Promise<ParkingPlace | undefined>;
  /** The reference leads to that session from now on, instead of a former one; the response is kept if it is pending. */
  park(place: ParkingPlace, parked: { readonly referenceHash: Uint8Array; readonly response: Sealed }): Promise<void>;
  /**
   * AuthorizationSessionsPort.consume, by reference: one statement that matches reference and browser and marks the
   * session consumed. The response is given once, with `consumed`.
   */
  consume(input: {
    readonly referenceHash: Uint8Array;
    readonly browserHashes: readonly Uint8Array[];
  }): Promise<ConsumedParked>;
  /**
   * Keeps the response of a consumed session for so long; until then its outcome is `parked`. The store ends by itself
   * what nobody took in time: `not_completed`, of a link `not_confirmed`. A newer flow, Cancel and Disconnect end it too.
   * `over`: the session has ended meanwhile, and nothing is kept.
   */
  hold(
    place: ParkingPlace,
    held: { readonly response: Sealed; readonly withinSeconds: number; readonly codeHash?: Uint8Array },
  ): Promise<'held' | 'over'>;
  /** Another completion code for what is held still. */
  renewCode(place: ParkingPlace, codeHash: Uint8Array): Promise<'renewed' | 'over'>;
  /**
   * Takes what an embedded flow holds, for its code and challenge, in time, once; then the session is as one that was
   * consumed just now. A right code with a wrong challenge takes it too, and nobody gets it. Others change nothing.
   */
  takeByCode(input: {
    readonly organizationId: OrganizationId;
    readonly authorizationSessionId: AuthorizationSessionId;
    readonly codeHash: Uint8Array;
    readonly challenge: string;
  }): Promise<
    | TakenHeld
    | { readonly kind: 'wrong_verifier'; readonly session: SessionFacts }
    | { readonly kind: 'not_found' | 'not_returned' | 'wrong_code' | 'too_late' | 'used' | 'over' }
  >;
  /** The same for a link, for the browser that began. */
  takeByBrowser(input: {
    readonly authorizationSessionId: AuthorizationSessionId;
    readonly browserHash: Uint8Array;
  }): Promise<
    | TakenHeld
    | {
        readonly kind: 'ended';
        readonly session: SessionFacts;
        readonly outcome: AuthorizationOutcome | { readonly kind: 'pending' };
      }
    | { readonly kind: 'unknown' }
  >;
}
