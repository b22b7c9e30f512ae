import type { OrganizationId } from '../ids.js';
import type { Sealed } from '../ports.js';
import type { WebhookMessage } from './webhook-message.js';
import type { AfterFailure, WebhookTimes } from './webhook-times.js';

/** An endpoint that this process holds for a turn: nobody else sends to it meanwhile. */
export interface WebhookLane {
  readonly organizationId: OrganizationId;
  readonly endpointId: string;
  /** Names the turn: whoever comes back after the lease is over changes nothing. */
  readonly laneId: string;
  /** May hold a secret of the vendor's: never logged. */
  readonly url: string;
  /** Tries in a row that failed. */
  readonly failures: number;
}

/** A message on its way to one endpoint. */
export interface WebhookDelivery extends WebhookMessage {
  readonly deliveryId: string;
  /** Tries so far. */
  readonly attempts: number;
}

/** What is due at an endpoint, in the order in which it happened, and the secrets that sign it. */
export interface DueDeliveries {
  readonly deliveries: readonly WebhookDelivery[];
  readonly secrets: readonly { readonly rowId: string; readonly value: Sealed }[];
}

/** Why a try failed: all that is kept of it, beside the status and the time. */
export type DeliveryError =
  | 'http_status'
  | 'redirect'
  | 'gone'
  | 'unreachable'
  | 'egress_refused'
  | 'timeout'
  | 'reset'
  | 'truncated'
  | 'too_large';

/** How one try went; with `error` it failed. */
export interface DeliveryTry {
  readonly elapsedMs: number;
  /** The HTTP status, where a whole answer came. */
  readonly status?: number;
  readonly failed?: AfterFailure & { readonly error: DeliveryError };
}

/** `lost`: the lease was over, or the endpoint is gone; another worker sends it once more, or nobody does. */
export type DeliveryResult = 'delivered' | 'retry' | 'gave_up' | 'disabled' | 'lost';

/** The outbox, and what of it is on its way to endpoints. The worker's login alone has it. */
export interface WebhooksPort {
  /**
   * Turns at most `limit` events of the outbox into a delivery for each endpoint that asks for them and deletes the
   * events, in one transaction; answers how many events. What a disabled endpoint misses is kept for a replay.
   */
  fanOut(limit: number): Promise<number>;
  /** Takes endpoints that have something due and that nobody holds, those that waited longest first. */
  claimLanes(input: { readonly limit: number; readonly leaseMs: number }): Promise<readonly WebhookLane[]>;
  due(lane: WebhookLane, limit: number): Promise<DueDeliveries>;
  /** Records a try. After the published limit of failures, or `gone`, the endpoint is disabled with an audit event. */
  settle(
    lane: WebhookLane,
    deliveryId: string,
    tried: DeliveryTry,
    limits: Pick<WebhookTimes, 'disableAfter' | 'disableFailures'>,
  ): Promise<DeliveryResult>;
  /** Ends the turn; `more` when something is due again already. */
  release(lane: WebhookLane): Promise<'more' | 'nothing'>;
}
