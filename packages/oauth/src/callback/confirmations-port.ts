import type { AuthorizationOutcome, ConsumedAuthorization, SessionFacts } from '../authorize/authorization-session.js';
import type { ConnectionEvent } from '../connection/connection-event.js';
import type { NewGrant } from '../connection/stored-grant.js';
import type { AuthorizationSessionId, ConnectionId, OrganizationId } from '../ids.js';
import type { CallbackPlace } from '../redirect/redirect-uri.js';

/** A session taken by a callback without state. */
export type ConsumedWithoutState =
  | Extract<ConsumedAuthorization, { readonly kind: 'consumed' | 'repeated' | 'unknown' }>
  /** More than one waits in this browser, or the only one was started too long ago; `session` is the newest. */
  | { readonly kind: 'several' | 'too_late'; readonly session: SessionFacts };

/** Whose answer it is: the browser that started that session, and no other. */
export interface ConfirmationAnswer {
  readonly organizationId: OrganizationId;
  readonly connectionId: ConnectionId;
  readonly authorizationSessionId: AuthorizationSessionId;
  /** SHA-256 of its cookie. */
  readonly browserHash: Uint8Array;
}

export type AnsweredConfirmation =
  | { readonly kind: 'answered'; readonly session: SessionFacts }
  /** It had ended before: with this result, or, where it is `unconfirmed` still, because its time was over. */
  | { readonly kind: 'ended'; readonly session: SessionFacts; readonly outcome: AuthorizationOutcome }
  | { readonly kind: 'unknown' };

/**
 * What flows need that are bound to their browser alone: their grant is kept apart from its connection until the same
 * browser has confirmed whose account it is. Such a grant is live and refreshed like any other, into its own row, so that
 * it is as good as new when it is confirmed; but no connection holds it, so nothing reads it. A connection has at most
 * one; it is let go of (as GrantsPort.create does with a former grant) when a newer flow starts or is kept, and when the
 * flow is cancelled or the connection disconnected. The store lets go by itself of those whose time is over.
 */
export interface ConfirmationsPort {
  /**
   * AuthorizationSessionsPort.consume for a callback without state: takes the session of this redirect URI that
   * one of these browsers has waiting, when it is the only one, its definition says that state is dropped, and it was
   * started within that time. `several` and `too_late` change nothing; `repeated` is the latest that was taken.
   */
  consumeWithoutState(
    input: CallbackPlace & { readonly browserHashes: readonly Uint8Array[]; readonly withinSeconds: number },
  ): Promise<ConsumedWithoutState>;
  /**
   * In one transaction: grant, clock and tokens as by GrantsPort.create, and the session's outcome `unconfirmed`; the
   * connection stays as it is. Repeating it with the same grant id is harmless. `given_up`: the session was cancelled
   * meanwhile, and the grant is revoking and due.
   */
  create(
    grant: NewGrant & { readonly authorizationSessionId: AuthorizationSessionId },
    wait: { readonly withinSeconds: number; readonly details: Readonly<Record<string, string>> },
  ): Promise<'kept' | 'given_up'>;
  /**
   * Yes: in one transaction the connection takes the grant with all that GrantsPort.create does besides. The event gets
   * the outcome's details. A refresh that failed meanwhile is due again, so that the connection learns of it.
   */
  confirm(answer: ConfirmationAnswer, event: ConnectionEvent): Promise<AnsweredConfirmation>;
  /** No: the grant is let go of; failure and event are recorded with the outcome's details, and the connection stays. */
  decline(
    answer: ConfirmationAnswer,
    outcome: AuthorizationOutcome & { readonly kind: 'failed' },
    event: ConnectionEvent,
  ): Promise<AnsweredConfirmation>;
}
