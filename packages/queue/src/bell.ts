import type { BellPort } from '@latchkey/oauth';
import type { QueueLocation } from './backend.js';
import { createOutageLog } from './outage-log.js';
import { openTickQueue } from './tick-queue.js';
import type { QueueLogger } from './ticks.js';

/**
 * For doors that ring and do not work. It connects at the first ring. `ring` rejects when the queue cannot be reached
 * within 3 s: the rows were written, so the next tick finds them. Throws for a URL that is neither Redis nor Postgres.
 */
export async function openBell(
  options: QueueLocation & { readonly logger: QueueLogger },
): Promise<BellPort & { close(): Promise<void> }> {
  const outage = createOutageLog(options.logger);
  const queue = openTickQueue(options, outage);
  return {
    async ring(tick) {
      try {
        await queue.ring(tick);
        outage.works();
      } catch (error) {
        outage.failed(error);
        throw error;
      }
    },
    close: () => queue.close(),
  };
}
