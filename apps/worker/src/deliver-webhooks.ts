import { deliverDueWebhooks, webhookTimes } from '@latchkey/oauth';
import type { TickHandler, WorkerDeps } from './worker-deps.js';

/** Events of the outbox that are read at once. */
const batch = 500;

/** The deliver tick: turns events into deliveries, then sends what is due to the endpoints that have a free slot. */
export function deliverTick({ ports, webhooks, slots, log }: WorkerDeps): TickHandler {
  return async (_ring, again) => {
    const read = await webhooks.fanOut(batch);
    const work = await slots.deliver.claim((free, ended) =>
      deliverDueWebhooks(
        { ...ports, webhooks },
        {
          times: webhookTimes,
          slots: free,
          onReport: log.delivered,
          onEnded(left) {
            ended();
            if (left === 'more') again();
          },
        },
      ),
    );
    if (read === batch) return { more: 'yes' };
    if (work.more === 'yes') void slots.deliver.room().then(again);
    return { more: work.more === 'yes' ? 'elsewhere' : 'no' };
  };
}
