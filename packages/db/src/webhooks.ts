import type { WebhooksPort } from '@latchkey/oauth';
import type { Database } from './database.js';
import { fanOut } from './webhooks/fan-out.js';
import { claimLanes, readDue, releaseLane } from './webhooks/lanes.js';
import { settleDelivery } from './webhooks/settle.js';

/** The outbox and the deliveries of every organization; as latchkey_worker. */
export function createWebhooks(db: Database): WebhooksPort {
  return {
    fanOut: (limit) => fanOut(db, limit),
    claimLanes: (input) => claimLanes(db, input),
    due: (lane, limit) => readDue(db, lane, limit),
    settle: (lane, deliveryId, tried, limits) => settleDelivery(db, lane, deliveryId, tried, limits),
    release: (lane) => releaseLane(db, lane),
  };
}
