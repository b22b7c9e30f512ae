import type { AuthorizationOutcome } from '../authorize/authorization-session.js';
import type { ConnectionEvent } from '../connection/connection-event.js';
import type { ConnectionId, OrganizationId } from '../ids.js';
import type { ProtocolTimes } from '../protocol-times.js';
import type { DeviceAuthorization, DeviceClaim } from './device-authorization.js';

/** Device authorizations in the store: what is due is a column, and one process at a time holds one. */
export interface DeviceAuthorizationsPort {
  /**
   * Inserts one, first due after its interval, and in the same transaction ends the connection's pending one as
   * superseded.
   */
  create(authorization: DeviceAuthorization, event: ConnectionEvent): Promise<void>;
  /**
   * Claims what is due and not over, in its own commit, skipping rows that others hold. A claim keeps everybody else away
   * for all the requests that a poll can lead to and `takeoverSlack` more.
   */
  claimDue(input: {
    readonly holder: string;
    readonly limit: number;
    readonly times: ProtocolTimes;
  }): Promise<readonly DeviceClaim[]>;
  /** Closes the claim; the next poll is due in so many milliseconds. Nothing happens once the claim or the flow is over. */
  pollAgain(
    claim: DeviceClaim,
    next: Pick<DeviceClaim, 'intervalSeconds' | 'failures'> & { readonly dueInMs: number },
  ): Promise<void>;
  /**
   * Ends it as failed, with the failure on its connection, event and outbox row; the connection keeps what it has.
   * Nothing happens once the claim or the flow is over.
   */
  fail(
    claim: DeviceClaim,
    outcome: AuthorizationOutcome & { readonly kind: 'failed' },
    event: ConnectionEvent,
  ): Promise<void>;
  /** Ends a pending one as cancelled, with an event, whoever polls at the moment; `none` when there was none. */
  cancel(
    organizationId: OrganizationId,
    connectionId: ConnectionId,
    event: ConnectionEvent,
  ): Promise<'cancelled' | 'none'>;
}
