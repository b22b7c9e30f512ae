import type { Ports } from '../ports.js';
import type { ClaimedWork } from '../refresh/refresh-due-grants.js';
import { deliverWebhook } from './deliver-webhook.js';
import type { WebhookTimes } from './webhook-times.js';
import type { DeliveryResult, DeliveryTry, WebhookLane, WebhooksPort } from './webhooks-port.js';

export type WebhookPorts = Pick<Ports, 'clock' | 'random' | 'vault' | 'transport'> & {
  readonly webhooks: WebhooksPort;
};

/** What became of one try, by the ids that a log may have. */
export type DeliveryReport = Pick<WebhookLane, 'organizationId' | 'endpointId'> &
  (
    | { readonly result: DeliveryResult; readonly deliveryId: string; readonly tried: DeliveryTry }
    | { readonly result: 'threw'; readonly error: unknown }
  );

/** How many messages of an endpoint are read at once. */
const batch = 20;

/**
 * One tick: takes endpoints that have something due, as many as there are free slots, and sends each its messages, one
 * after the other and in their order. An endpoint occupies one slot however much waits for it; one that fails is left
 * alone for a while, and its message is tried again by the schedule while later ones go on. `onEnded` is told once for
 * each endpoint, with `more` when its turn was over before its messages were.
 */
export async function deliverDueWebhooks(
  ports: WebhookPorts,
  input: {
    readonly times: WebhookTimes;
    readonly slots: number;
    readonly onReport: (report: DeliveryReport) => void;
    readonly onEnded: (left: 'more' | 'nothing') => void;
  },
): Promise<ClaimedWork> {
  const { times, slots, onReport, onEnded } = input;
  const lanes = await ports.webhooks.claimLanes({ limit: slots, leaseMs: times.lease });
  const work = lanes.map((lane) =>
    takeTurn(ports, times, lane, onReport)
      .catch((error: unknown) => {
        // A fault of ours: the lease runs out, and until then nobody repeats it.
        onReport({ ...idsOf(lane), result: 'threw', error });
        return 'nothing' as const;
      })
      .then(onEnded),
  );
  return {
    claimed: lanes.length,
    more: lanes.length >= slots ? 'yes' : 'no',
    settled: Promise.allSettled(work).then(() => undefined),
  };
}

async function takeTurn(
  ports: WebhookPorts,
  times: WebhookTimes,
  lane: WebhookLane,
  onReport: (report: DeliveryReport) => void,
): Promise<'more' | 'nothing'> {
  const { clock, vault, webhooks } = ports;
  const { organizationId } = lane;
  const began = clock.monotonic();
  const isOver = () => clock.monotonic() - began >= times.turn;
  let { failures } = lane;
  for (;;) {
    const due = await webhooks.due(lane, batch);
    const open = due.secrets.map(({ rowId, value }) =>
      vault.open({ organizationId, row: rowId, field: 'webhook_secret.value' }, value),
    );
    const secrets = await Promise.all(open);
    for (const delivery of due.deliveries) {
      if (isOver()) return webhooks.release(lane);
      const tried = await deliverWebhook(ports, times, lane, delivery, { secrets, failures });
      const result = await webhooks.settle(lane, delivery.deliveryId, tried, times);
      onReport({ ...idsOf(lane), result, deliveryId: delivery.deliveryId, tried });
      if (result !== 'delivered') return webhooks.release(lane);
      failures = 0;
    }
    if (due.deliveries.length < batch) return webhooks.release(lane);
  }
}

function idsOf({ organizationId, endpointId }: WebhookLane) {
  return { organizationId, endpointId };
}
